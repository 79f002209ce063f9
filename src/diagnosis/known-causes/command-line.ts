/** Flags, feature gates and configuration files that a program does not take: the usual end of an experiment. */
import type {KnownCause} from './known-cause.ts';

const seeFlags = 'See what it is started with: single-kube config show {component} --name {cluster}';

export const commandLineCauses = [
	{
		name: 'unknown-flag', pattern: /(?:unknown flag: -{1,2}|flag provided but not defined: -{1,2}|unknown shorthand flag: .* in -{1,2})(?<flag>[\w.-]+)/,
		cause: '{component} has no flag --{flag} in this version', fix: seeFlags,
	},
	{
		name: 'feature-gate-unknown', pattern: /unrecognized feature gate: (?<gate>\w+)/,
		cause: '{component} knows no feature gate {gate} in this version: there is none yet, or it became the rule and was removed', fix: seeFlags,
	},
	{
		name: 'feature-gate-locked', pattern: /cannot set feature gate (?<gate>\w+) to (?<value>\w+), feature is locked to (?<locked>\w+)/,
		cause: 'the feature gate {gate} is locked to {locked} in this version', fix: seeFlags,
	},
	{
		name: 'feature-gate-value', pattern: /(?:missing bool value for (?<gate>\w+)|invalid value of (?<wrong>\w+=\S*?), err: strconv\.ParseBool)/,
		cause: 'the feature gate {gate}{wrong} is neither true nor false', fix: `Write it as NAME=true or NAME=false. ${seeFlags}`,
	},
	{
		name: 'flag-value', pattern: /invalid argument \\?"(?<value>[^"\\]*)\\?" for \\?"(?:-\w, )?--(?<flag>[\w.-]+)\\?" flag/,
		cause: 'the flag --{flag} of {component} does not take "{value}"', fix: seeFlags,
	},
	{
		name: 'admission-plugin-unknown', components: ['kube-apiserver'], pattern: /-admission-plugins plugin \\?"(?<plugin>\w+)\\?" is unknown/,
		cause: 'this version of kube-apiserver has no admission plugin {plugin}', fix: seeFlags,
	},
	{
		name: 'configuration-invalid', pattern: /invalid configuration: (?<what>.+?)(?:, path: .*)?"?$/,
		cause: 'the configuration file says something that {component} does not take: {what}', fix: seeFlags,
	},
	{
		name: 'configuration-key-unknown', pattern: /(?:strict decoding error: |error unmarshaling JSON: .*)unknown field \\?"(?<field>[\w.]+)\\?"/,
		cause: 'the configuration file has a key that {component} does not know in this version: {field}', fix: seeFlags, passing: true,
	},
	{
		name: 'file-missing', pattern: /(?:open|stat|load client cert.*?|read) (?<file>\/[\w./-]+): no such file or directory/,
		cause: 'the file {file} is not in the container', fix: 'Have the files of the cluster written again: single-kube start --name {cluster}', passing: true,
	},
] as const satisfies readonly KnownCause[];
