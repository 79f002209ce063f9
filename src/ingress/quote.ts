/** Text as one parameter of nginx's configuration, whatever is in it. Pure. */

/**
 * In double quotes a backslash escapes quotes and itself (and makes tabs and newlines of letters): with both escaped
 * nothing ends the parameter. What nginx does with `$` in it depends on the directive: callers see to that.
 */
export function quote(text: string): string {
	return `"${text.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)}"`;
}
