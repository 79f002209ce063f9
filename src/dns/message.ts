/** As much of DNS' messages as passing them on takes (RFC 1035, 4.1). */

/** @returns what is asked: name, type and class as one text, the same for each try */
export function questionOf(message: Buffer): string {
	return message.toString('latin1', 12, endOfQuestion(message));
}

/** The question's header with "this is an answer" and SERVFAIL, and the question itself (RFC 1035, 4.1.1). */
export function failure(question: Buffer): Buffer {
	const answer = Buffer.from(question);
	answer[2] = answer[2]! | 0x80;
	answer[3] = 0x82;
	// What follows the question, EDNS of the asker, is not ours to repeat: no records in any other section.
	answer.fill(0, 6, 12);
	return answer.subarray(0, endOfQuestion(answer));
}

function endOfQuestion(message: Buffer): number {
	let offset = 12;
	while (offset < message.length && message[offset] !== 0) {
		offset += message[offset]! + 1;
	}

	return Math.min(message.length, offset + 5);
}
