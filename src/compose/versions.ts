/** Ranges of Kubernetes versions as compose/ writes them: `<1.24`, `>=1.24`, `>=1.20 <1.31`; by minor version. */

/**
 * @param version a full version, `1.20.2` or `v1.20.2`
 * @param range comparisons joined by spaces; all have to hold
 * @throws RangeError when the range or the version is not one
 */
export function inRange(version: string, range: string): boolean {
	const have = minorOf(version);
	return range.trim().split(/\s+/).every(comparison => {
		const match = /^(<|>=|<=|>|=)(\d+\.\d+)$/.exec(comparison);
		if (!match) {
			throw new RangeError(`expected a range such as ">=1.24 <1.31", found "${range}"`);
		}

		const want = minorOf(match[2]!);
		switch (match[1]) {
			case '<': {
				return have < want;
			}

			case '<=': {
				return have <= want;
			}

			case '>': {
				return have > want;
			}

			case '>=': {
				return have >= want;
			}

			default: {
				return have === want;
			}
		}
	});
}

function minorOf(version: string): number {
	const match = /^v?(\d+)\.(\d+)/.exec(version);
	if (!match) {
		throw new RangeError(`expected a version such as 1.20.2, found "${version}"`);
	}

	return Number(match[1]) * 1000 + Number(match[2]);
}
