/** The blocks of a tar (POSIX.1-1988 "ustar", as bundles are written): headers and padding. Pure. */

export const blockSize = 512;
/** Two empty blocks. */
export const endOfArchive = Buffer.alloc(2 * blockSize);

export type TarHeader = {readonly name: string; readonly size: number; readonly type: 'file' | 'directory' | 'symlink' | 'link'; /** Of a link. */ readonly target: string};

const types: Readonly<Record<string, TarHeader['type']>> = {0: 'file', '\0': 'file', 5: 'directory', 2: 'symlink', 1: 'link'};
const letters = {file: '0', directory: '5', symlink: '2', link: '1'} as const;

/** Root's, without a time: the same content, the same bytes. @throws RangeError for what has no place in a header */
export function tarHeader({name, size, type, target}: TarHeader): Buffer {
	if (Buffer.byteLength(name) > 100 || Buffer.byteLength(target) > 100 || size >= 8 ** 11) {
		throw new RangeError(`"${name}" with ${size} bytes does not fit into the header of a tar`);
	}

	const block = Buffer.alloc(blockSize);
	const octal = (value: number, at: number, length: number): void => {
		block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
	};

	block.write(name, 0, 'utf8');
	octal(type === 'directory' ? 0o755 : 0o644, 100, 8);
	octal(0, 108, 8);
	octal(0, 116, 8);
	octal(size, 124, 12);
	octal(0, 136, 12);
	block.write(letters[type], 156, 'latin1');
	block.write(target, 157, 'utf8');
	block.write('ustar\u000000', 257, 'latin1');
	block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
	return block;
}

/** @returns undefined for an empty block, which is the end @throws Error for what is no header, or a changed one */
export function readTarHeader(block: Buffer): TarHeader | undefined {
	if (block.every(byte => byte === 0)) {
		return undefined;
	}

	const text = (from: number, length: number): string => block.toString('utf8', from, from + length).replace(/\0.*$/s, '');
	const octal = (from: number, length: number): number => Number.parseInt(text(from, length).trim(), 8);
	const type = types[String.fromCodePoint(block[156]!)];
	const size = octal(124, 12);
	if (octal(148, 8) !== checksum(block) || type === undefined || !Number.isSafeInteger(size)) {
		throw new Error('the header of a member is not what it was');
	}

	return {name: text(0, 100), size, type, target: text(157, 100)};
}

/** What is needed after `size` bytes to fill a block. */
export function padding(size: number): number {
	return (blockSize - size % blockSize) % blockSize;
}

/** The sum of all bytes, those of the sum itself counted as spaces. */
function checksum(block: Buffer): number {
	return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}
