/**
 * Every error that a user can meet: one class, a stable code for each cause, and a hint that says what to do.
 * Only src/cli/ prints them and turns their kind into an exit code. docs/errors.md has a section for each code.
 */

/** What sort of trouble it is; the command line maps each kind to one exit code. */
export type ErrorKind =
	| 'bug' | 'failure' | 'usage' | 'degraded' | 'timeout' | 'preflight' | 'conflict' | 'unreachable' | 'interrupted';

/** Every code and its kind. A code never changes its meaning; docs/errors.md explains each. */
export const errorKinds = {
	// Engine
	ENGINE_UNREACHABLE: 'unreachable',
	ENGINE_PERMISSION: 'unreachable',
	ENGINE_CONTEXT_INVALID: 'usage',
	ENGINE_CALL_FAILED: 'failure',
	ENGINE_OUT_OF_SPACE: 'failure',
	ENGINE_INCOMPATIBLE: 'preflight',
	ENGINE_BUSY: 'conflict',
	EMBEDDED_ENGINE_UNSUPPORTED: 'preflight',
	EMBEDDED_ENGINE_NEEDS_ROOT: 'preflight',
	EMBEDDED_ENGINE_NOT_INSTALLED: 'preflight',
	EMBEDDED_ENGINE_INSTALL_FAILED: 'failure',
	EMBEDDED_ENGINE_START_FAILED: 'failure',
	EMBEDDED_ENGINE_STOP_FAILED: 'failure',
	// Images
	IMAGE_SOURCE_INVALID: 'usage',
	SOURCE_UNAVAILABLE: 'preflight',
	BINARIES_INVALID: 'usage',
	IMAGE_TOOL_MISSING: 'preflight',
	IMAGE_MIRROR_UNREACHABLE: 'failure',
	IMAGE_BUILD_FAILED: 'failure',
	IMAGE_MISSING: 'failure',
	VERSION_UNKNOWN: 'usage',
	DOWNLOAD_FAILED: 'failure',
	CHECKSUM_WRONG: 'failure',
	IMAGE_NOT_FOUND: 'failure',
	IMAGE_CORRUPT: 'failure',
	IMAGE_PULL_FAILED: 'failure',
	REGISTRY_UNREACHABLE: 'failure',
	REGISTRY_DENIED: 'failure',
	REGISTRY_UNTRUSTED: 'failure',
	REGISTRY_CREDENTIALS_INVALID: 'failure',
	BUNDLE_INVALID: 'usage',
	BUNDLE_DAMAGED: 'failure',
	BUNDLE_NOT_WRITABLE: 'failure',
	VERSION_SKEW: 'usage',
	// Topology and options
	COMPOSE_INVALID: 'usage',
	COMMAND_LINE_INVALID: 'usage',
	TERMINAL_MISSING: 'usage',
	CONFIG_FILE_INVALID: 'usage',
	CONFIG_FILE_EXISTS: 'conflict',
	OPTION_INVALID: 'usage',
	NAME_INVALID: 'usage',
	CIDR_OVERLAP: 'usage',
	COMPONENT_UNKNOWN: 'usage',
	COMPONENT_ACTION_REFUSED: 'usage',
	COMPONENT_NOT_RUNNING: 'degraded',
	CLUSTER_UNKNOWN: 'failure',
	CLUSTER_EXISTS: 'conflict',
	DIRECTORY_NOT_EMPTY: 'conflict',
	DIRECTORY_NOT_WRITABLE: 'failure',
	CLUSTER_NOT_RUNNING: 'degraded',
	// Lifecycle
	PREFLIGHT_FAILED: 'preflight',
	PORT_TAKEN: 'conflict',
	CLUSTER_BUSY: 'conflict',
	STATE_FOREIGN: 'conflict',
	STATE_CORRUPT: 'failure',
	COMPONENT_NOT_READY: 'timeout',
	COMPONENT_DIED: 'failure',
	NODE_PREPARATION_FAILED: 'failure',
	COMPONENT_ROLLED_BACK: 'failure',
	UPGRADE_ROLLED_BACK: 'failure',
	UPGRADE_UNFINISHED: 'conflict',
	TIMEOUT: 'timeout',
	INTERRUPTED: 'interrupted',
	KUBECONFIG_INVALID: 'failure',
	KUBECONFIG_LOCKED: 'conflict',
	KUBECONFIG_NOT_WRITABLE: 'failure',
	LOGS_NOT_WRITABLE: 'failure',
	API_REQUEST_FAILED: 'failure',
	SMOKE_TEST_FAILED: 'failure',
	SCENARIO_INVALID: 'usage',
	SCENARIO_FAILED: 'failure',
	POD_UNKNOWN: 'failure',
	// Services from outside
	SERVICE_UNKNOWN: 'failure',
	SERVICE_WITHOUT_ENDPOINTS: 'degraded',
	SERVICE_NOT_EXPOSED: 'failure',
	TUNNEL_UNSUPPORTED: 'preflight',
	TUNNEL_OPEN: 'conflict',
	TUNNEL_FAILED: 'failure',
	// Runtime gateway
	GATEWAY_LISTEN_FAILED: 'failure',
	// Standard output
	OUTPUT_FAILED: 'failure',
	// Ours
	BUG: 'bug',
} as const satisfies Record<string, ErrorKind>;

/** The name of a cause: a section of docs/errors.md. */
export type ErrorCode = keyof typeof errorKinds;

export type ErrorDetails = {
	/** Why, in words, where that is known: one line, continuing "cause: ". */
	readonly because?: string | undefined;
	/** What was observed, a line each: values, paths, the last lines of a log. */
	readonly seen?: readonly string[];
	/** What to do about it, if possible as a command to paste. */
	readonly hint?: string | undefined;
	/** The error that led to this one. */
	readonly cause?: unknown;
};

/** What failed, what was seen and what to do. Anything else that is thrown is a bug of ours. */
export class SingleKubeError extends Error {
	override readonly name: string = 'SingleKubeError';
	readonly code: ErrorCode;
	readonly kind: ErrorKind;
	readonly because: string | undefined;
	readonly seen: readonly string[];
	readonly hint: string | undefined;

	/** @param message what failed, with the observed values, one sentence without a full stop */
	constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
		super(message, details.cause === undefined ? undefined : {cause: details.cause});
		this.code = code;
		this.kind = errorKinds[code];
		this.because = details.because;
		this.seen = details.seen ?? [];
		this.hint = details.hint;
	}
}

/** The message of whatever was thrown, for the `seen` of a wrapping error. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
