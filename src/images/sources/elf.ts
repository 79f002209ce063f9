/** What a Linux program says of itself, from the head of its file (the ELF specification, System V gABI, chapter 4 and 5). Pure. */

export type ElfProgram = {
	/** As Go names it; undefined for one that we have no image for. */
	readonly architecture: 'amd64' | 'arm64' | undefined;
	/** Whether it needs a loader, and so a distribution's libraries. */
	readonly dynamic: boolean;
};

const architectures: Readonly<Record<number, 'amd64' | 'arm64'>> = {62: 'amd64', 183: 'arm64'};
const interpreterHeader = 3;

/** @param head the file's first kibibytes, with its program headers @returns undefined for what is no 64-bit little-endian ELF file */
export function readElf(head: Buffer): ElfProgram | undefined {
	if (head.length < 64 || !head.subarray(0, 6).equals(Buffer.from([0x7F, 0x45, 0x4C, 0x46, 2, 1]))) {
		return undefined;
	}

	const [offset, size, count] = [Number(head.readBigUInt64LE(32)), head.readUInt16LE(54), head.readUInt16LE(56)];
	const types = Array.from({length: count}, (_, index) => offset + index * size).filter(at => at + 4 <= head.length).map(at => head.readUInt32LE(at));
	return {architecture: architectures[head.readUInt16LE(18)], dynamic: types.includes(interpreterHeader)};
}
