/** What came of scenarios, as plain records. */

export type StepReport = {
	readonly step: string;
	/** Of the file; 0 for what every scenario does before and after its own steps. */
	readonly line: number;
	/** `skipped`: one before it failed. */
	readonly result: 'passed' | 'failed' | 'skipped';
	readonly seconds: number;
	/** What was seen, last of all when it failed. */
	readonly detail: string;
};

export type ScenarioReport = {
	readonly scenario: string;
	readonly file: string;
	readonly title: string;
	readonly teaches: string;
	readonly ok: boolean;
	readonly seconds: number;
	readonly steps: readonly StepReport[];
	/** Commands that do the same up to the step that failed; none when all passed. */
	readonly reproduce: readonly string[];
};

/** What came of a run. */
export type ScenariosReport = {readonly cluster: string; readonly ok: boolean; readonly seconds: number; readonly scenarios: readonly ScenarioReport[]};
