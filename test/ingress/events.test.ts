import test from 'ava';
import {createReport, type Report} from '../../src/ingress/events.ts';
import {makeIngress} from './make-objects.ts';

const problem = {ingress: makeIngress('web', {}), reason: 'ServiceNotFound', message: 'there is no service default/a'};

type Written = {readonly kind: string; readonly name: string; readonly reason: string; readonly message: string};

function make(): {report: Report; written: Written[]; lines: string[]; pass: () => void} {
	const written: Written[] = [];
	const lines: string[] = [];
	let waiting: Array<() => void> = [];
	const report = createReport({
		async record({kind, object}, {reason, message}) {
			written.push({kind, name: object.metadata.name, reason, message});
		},
		log: line => lines.push(line),
		later: call => waiting.push(call),
	});
	return {report, written, lines, pass() {
		const calls = waiting;
		waiting = [];
		for (const call of calls) {
			call();
		}
	}};
}

test('a problem that lasts is told in an event and once in the log; the recorder decides when to say it again', t => {
	const {report, written, lines, pass} = make();
	report([problem, problem]);
	report([problem]);
	t.deepEqual(written, []);
	pass();
	t.deepEqual(written, [{kind: 'Ingress', name: 'web', reason: 'ServiceNotFound', message: 'there is no service default/a'}]);
	report([problem]);
	t.is(written.length, 2);
	t.deepEqual(lines, ['default/web: ServiceNotFound: there is no service default/a']);
});

test('what came right by itself is not told', t => {
	const {report, written, pass} = make();
	report([problem]);
	report([]);
	pass();
	t.deepEqual(written, []);
});

test('what was solved and comes back is waited for again, and told', t => {
	const {report, written, lines, pass} = make();
	report([problem]);
	pass();
	report([]);
	report([problem]);
	t.is(written.length, 1);
	pass();
	t.is(written.length, 2);
	t.is(lines.length, 2);
});

test('a message that the apiserver would refuse for its length is cut', t => {
	const {report, written, pass} = make();
	report([{...problem, message: 'x'.repeat(5000)}]);
	pass();
	t.is(written[0]!.message.length, 1000);
});
