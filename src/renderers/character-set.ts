/** Which characters a terminal can show. */

/**
 * Whether this process's locale is a UTF-8 one, by the variables that count in the order that counts (locale(7)): none of them
 * is the C locale, which has ASCII.
 */
export function usesUtf8(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform = process.platform): boolean {
	// Windows has no such variables, and its terminals have been UTF-8 for years.
	const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
	return platform === 'win32' || /utf-?8/i.test(locale);
}
