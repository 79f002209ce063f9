import {request} from 'node:http';

/** Copy images from one engine to another, whatever stores they have. Both are given by the path of their socket. */
export async function copyImages(from: string, to: string, references: readonly string[]): Promise<void> {
	const names = references.map(reference => `names=${encodeURIComponent(reference)}`).join('&');
	await new Promise<void>((resolve, reject) => {
		const load = request({socketPath: to, method: 'POST', path: '/images/load?quiet=1', headers: {'Content-Type': 'application/x-tar'}}, answer => {
			let text = '';
			answer.on('data', chunk => {
				text += String(chunk);
			});
			answer.on('end', () => (answer.statusCode === 200 && !text.includes('"error"') ? resolve() : reject(new Error(`loading failed: ${answer.statusCode} ${text}`))));
		});
		load.on('error', reject);
		request({socketPath: from, path: `/images/get?${names}`}, archive => {
			if (archive.statusCode === 200) {
				archive.on('error', reject).pipe(load);
			} else {
				load.destroy();
				reject(new Error(`saving failed: ${archive.statusCode}`));
			}
		}).on('error', reject).end();
	});
}
