/** Where an engine may be, before anybody has asked it: what the Docker CLI would read from its environment. */

export type EngineTls = {
	readonly ca?: Buffer;
	readonly cert?: Buffer;
	readonly key?: Buffer;
	/** False where the user said that any certificate will do. */
	readonly verify: boolean;
};

export type EngineAddress = {
	/** As the Docker CLI writes it: `unix:///var/run/docker.sock`, `tcp://host:2376`, `ssh://user@host`. */
	readonly host: string;
	/** Where it was found, in words for a person. */
	readonly origin: string;
	/** Whether somebody asked for exactly this engine; then no other may take its place. */
	readonly explicit: boolean;
	readonly tls?: EngineTls;
};

/** Where to look; tests point it at directories of their own. */
export type AddressSources = {
	readonly env: NodeJS.ProcessEnv;
	/** The socket that the CLI takes when nothing is set. */
	readonly defaultSocket: string;
};
