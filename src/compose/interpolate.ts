/**
 * `${NAME}` in the values of a compose file, as the Compose Specification's interpolation has it, `$$` for a dollar.
 * A value that is nothing but one `${NAME}` takes the variable's type, so that files for Kubernetes get their
 * booleans, numbers and lists.
 */

export type Variables = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * @param value whatever YAML gave
 * @param path where it stands, for the error: `kubelet.yaml: services.kubelet.command[3]`
 * @param missing called with a message for each variable that has no value
 */
export function interpolate(value: unknown, variables: Variables, path: string, missing: (message: string) => void): unknown {
	if (typeof value === 'string') {
		return interpolateText(value, variables, path, missing);
	}

	if (Array.isArray(value)) {
		return value.map((item, index) => interpolate(item, variables, `${path}[${index}]`, missing));
	}

	if (value !== null && typeof value === 'object') {
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, variables, `${path}.${key}`, missing)]));
	}

	return value;
}

function interpolateText(text: string, variables: Variables, path: string, missing: (message: string) => void): unknown {
	const whole = /^\$\{(\w+)\}$/.exec(text)?.[1];
	if (whole !== undefined && whole in variables) {
		return variables[whole];
	}

	return text.replaceAll(/\$\$|\$\{(\w+)\}|\$\{?[^}]*\}?/g, (match, name: string | undefined) => {
		if (match === '$$') {
			return '$';
		}

		const value = name === undefined ? undefined : variables[name];
		if (value === undefined) {
			missing(`${path}: expected a known variable, found ${match}`);
			return match;
		}

		return String(value);
	});
}
