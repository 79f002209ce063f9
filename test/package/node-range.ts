/** Whether a range of Node's versions has one in it: as much of npm's ranges as packages use for Node. */

/** @param range `^20.17.0 || >=22.9.0` @param version `22.20.0` */
export function isIn(range: string, version: string): boolean {
	return range.split('||').some(part => [...part.replaceAll(/([<>=^~])\s+/g, '$1').trim().matchAll(/\S+/g)].every(([condition]) => holds(condition, version)));
}

function holds(condition: string, version: string): boolean {
	const [, sign = '', text = ''] = /^([<>]=?|\^|~|=)?v?(.*)$/.exec(condition)!;
	const parts = text.split('.').filter(part => part !== 'x' && part !== '*').map(Number);
	const [wanted, found] = [[...parts, 0, 0, 0].slice(0, 3), version.split('.').map(Number)];
	const order = [0, 1, 2].map(index => found[index]! - wanted[index]!).find(difference => difference !== 0) ?? 0;
	const begins = (count: number): boolean => wanted.slice(0, count).every((part, index) => part === found[index]);
	switch (sign) {
		case '>=': {
			return order >= 0;
		}

		case '>': {
			return order > 0;
		}

		case '<': {
			return order < 0;
		}

		case '<=': {
			return order <= 0;
		}

		case '^': {
			return order >= 0 && begins(1);
		}

		case '~': {
			return order >= 0 && begins(2);
		}

		case '=':
		case '': {
			return begins(parts.length);
		}

		default: {
			throw new RangeError(`no condition: "${condition}"`);
		}
	}
}
