/** What a command is, as data: its parser, its help, docs/cli.md, completion and the config file's schema are made of it. */
import type {Run} from '../invocation.ts';
import type {Value} from './values.ts';

/** The headings under which commands stand in the help, in this order. */
export const groups = ['Clusters', 'What is going on', 'Working with a cluster', 'Components', 'From this machine', 'Images and versions', 'single-kube'] as const;
export type Group = (typeof groups)[number];

export type Definition = {
	readonly group: Group;
	/** One line, continuing the command's name. */
	readonly summary: string;
	/** What the summary leaves open: paragraphs, each a line. */
	readonly description?: readonly string[];
	readonly words?: readonly Word[];
	readonly options?: readonly OptionDefinition[];
	/** `words`: options end at the first word; `unknown`: options that are not ours are words; `all`: every word is passed on as it is. */
	readonly passThrough?: 'words' | 'unknown' | 'all';
	/** At least one, each with every word after `single-kube`. */
	readonly examples: readonly Example[];
	/** The command's own code is loaded when it is called. */
	readonly load: () => Promise<{run: Run}>;
};

export type Example = {readonly line: string; readonly says: string};

/** A word that is no option. */
export type Word = {
	readonly name: string;
	/** Whether it may be left away. */
	readonly optional?: boolean;
	/** The last one only: it and all after it. */
	readonly many?: boolean;
	readonly description?: string;
	/** The words that there may be. */
	readonly choices?: readonly string[];
	/** The same, with what each does. */
	readonly actions?: Readonly<Record<string, string>>;
	readonly complete?: Completion;
};

/** What a shell looks up to complete a word. */
export type Completion = 'cluster' | 'component' | 'pod' | 'port' | 'service' | 'file' | 'directory' | 'error-code' | 'kubernetes-version' | 'fault';

export type OptionDefinition = {
	/** As commander reads it: `-n, --namespace <namespace>`. */
	readonly flags: string;
	readonly description: string;
	readonly value: Value;
	/** Left out of help and completion: another spelling of one that stands there. */
	readonly hidden?: boolean;
	/** The command does nothing without it. */
	readonly required?: boolean;
	/** Its key in a config file where that is not its own name; `false`: what is about one call does not stand in a file. */
	readonly inFile?: string | false;
};
