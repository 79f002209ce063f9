import {setTimeout as sleep} from 'node:timers/promises';
import test from 'ava';
import {formatDoctor, formatDoctorWide} from '../../src/cli/doctor-report.ts';
import {type Check, error, found, skipped, warning} from '../../src/doctor/check.ts';
import {chooseChecks} from '../../src/doctor/checks.ts';
import {type DoctorContext, onEngineMachine, openContext, withEngine} from '../../src/doctor/context.ts';
import {checkNames} from '../../src/doctor/names.ts';
import {judgePreflight, preflightChecks} from '../../src/doctor/preflight.ts';
import {type CheckReport, runCheck, runDoctor} from '../../src/doctor/run-doctor.ts';
import {SingleKubeError} from '../../src/errors.ts';
import type {SingleKubeEvent} from '../../src/events.ts';

const signal = new AbortController().signal;
const nowhere = {environment: {HOME: '/nowhere', DOCKER_HOST: 'unix:///nowhere/docker.sock', PATH: '/nowhere'}};
const context = (): DoctorContext => openContext(nowhere, false, signal);
const check = (run: Check['run'], more: Partial<Check> = {}): Check => ({name: 'clock', about: 'a test', quick: true, atStart: 'nothing', run, ...more});

test('one check that throws, one that never ends and one that is well: each has a verdict, and the worst is the report\'s', async t => {
	const report = await runDoctor(context(), [
		check(async () => found('fine', [])),
		check(async () => {
			throw new SingleKubeError('ENGINE_CALL_FAILED', 'could not list the networks', {seen: ['no route to host'], hint: 'docker version'});
		}, {name: 'dns'}),
		check(async () => new Promise(() => undefined), {name: 'home', limit: 20}),
		check(async () => skipped('elsewhere'), {name: 'disk'}),
	], signal);
	t.deepEqual(report.checks.map(({name, verdict}) => [name, verdict]), [['clock', 'ok'], ['dns', 'error'], ['home', 'error'], ['disk', 'skipped']]);
	t.is(report.verdict, 'error');
	t.deepEqual(report.counts, {ok: 1, warning: 0, error: 2, skipped: 1});
	t.like(report.checks[1], {seen: 'could not list the networks', fix: 'docker version', page: 'docs/doctor.md#dns'});
	t.regex(report.checks[1]!.problems[0]!.text, /no route to host/);
	t.regex(report.checks[2]!.seen, /no answer within 0\.02 s/);
	t.false('fix' in report.checks[0]!);
	t.deepEqual(report.checks.map(({completed}) => completed), [true, false, false, true]);
});

test('checks run side by side', async t => {
	const begun: string[] = [];
	const slow = (name: 'clock' | 'dns'): Check => check(async () => {
		begun.push(name);
		await sleep(20);
		return found(begun.join(), []);
	}, {name});
	const {checks} = await runDoctor(context(), [slow('clock'), slow('dns')], signal);
	t.deepEqual(checks.map(({seen}) => seen), ['clock,dns', 'clock,dns']);
});

test('who interrupts the doctor gets the reason, and no report', async t => {
	const controller = new AbortController();
	const running = runDoctor(context(), [check(async () => new Promise(() => undefined))], controller.signal);
	controller.abort(new SingleKubeError('INTERRUPTED', 'interrupted by SIGINT'));
	t.like(await t.throwsAsync(running), {code: 'INTERRUPTED'});
});

test('what needs an engine is skipped where none answers; what is read from this machine is judged where the engine would be here', async t => {
	t.deepEqual(await withEngine(context(), async () => found('never', [])), skipped('no engine answers'));
	if (process.platform === 'linux') {
		t.is((await onEngineMachine(context(), async () => found('here', []))).seen, 'here');
	}

	const far = openContext({environment: {...nowhere.environment, DOCKER_HOST: 'tcp://127.0.0.1:1'}}, false, signal);
	const {verdict, seen} = await onEngineMachine(far, async () => found('here', []));
	t.is(verdict, 'skipped');
	t.regex(seen, process.platform === 'linux' ? /tcp:\/\/127\.0\.0\.1:1/ : /virtual machine/);
});

test('every name has its check, and those that are named come in the order of all', t => {
	t.deepEqual(chooseChecks([], false).map(({name}) => name), [...checkNames]);
	t.deepEqual(chooseChecks(['home', 'engine'], false).map(({name}) => name), ['engine', 'home']);
	t.true(chooseChecks([], true).every(({quick}) => quick));
	t.true(chooseChecks([], true).length < checkNames.length);
});

test('a start looks at exactly the checks that have something to say there, and all of them are quick', t => {
	t.deepEqual(preflightChecks.map(({name}) => name), chooseChecks([], false).filter(({atStart}) => atStart !== 'nothing').map(({name}) => name));
	t.true(preflightChecks.every(({quick}) => quick));
});

async function reportOf(problems: Parameters<typeof found>[1], name: Check['name'] = 'disk'): Promise<CheckReport> {
	return runCheck(context(), check(async () => found('100 MiB free', problems), {name}), signal);
}

test('a start says warnings, with the check that has more; errors of what it survives, too', async t => {
	const events: SingleKubeEvent[] = [];
	judgePreflight([
		{report: await reportOf([warning('the disk is nearly full', 'docker system prune')]), refuses: true},
		{report: await reportOf([error('nobody answers names', 'mend resolv.conf')], 'dns'), refuses: false},
		{report: await reportOf([]), refuses: true},
	], event => events.push(event));
	t.deepEqual(events.map(event => event.type === 'warned' ? event.text : event.type), [
		'The disk is nearly full. docker system prune (single-kube doctor disk)', 'Nobody answers names. mend resolv.conf (single-kube doctor dns)',
	]);
});

test('a start stops at what would stop it later: the check, what was seen, the fix', async t => {
	const refusal = [{report: await reportOf([error('the disk is full', 'docker system prune')]), refuses: true}];
	const thrown = t.throws(() => judgePreflight(refusal, () => t.fail()), {instanceOf: SingleKubeError})!;
	t.like(thrown, {code: 'PREFLIGHT_FAILED', kind: 'preflight'});
	t.regex(thrown.message, /the check disk .*: the disk is full/);
	t.deepEqual(thrown.seen, ['disk: 100 MiB free']);
	t.regex(thrown.hint ?? '', /^docker system prune\n.*single-kube doctor/);
});

test('a start goes on where a check broke or was too slow', async t => {
	const late = await runCheck(context(), check(async () => new Promise(() => undefined), {limit: 10}), signal);
	t.is(late.verdict, 'error');
	t.notThrows(() => judgePreflight([{report: late, refuses: true}], () => t.fail()));
});

test('a report shows each check on a line, then what is the matter with its fix and its page', async t => {
	const report = await runDoctor(context(), [check(async () => found('100 MiB free', [error('the disk is full', 'docker system prune\ndf -h')]), {name: 'disk'}), check(async () => found('now', []))], signal);
	t.is(formatDoctor(report), [
		'CHECK  VERDICT  SEEN', 'disk   error    100 MiB free', 'clock  ok       now', '',
		'error disk: the disk is full', '  to do: docker system prune', '  to do: df -h', '  more: docs/doctor.md#disk', '', '2 checks: 1 ok, 1 error',
	].join('\n'));
	t.regex(formatDoctorWide(report), /^CHECK {2}VERDICT {2}SECONDS {2}ABOUT {3}SEEN\n/);
});
