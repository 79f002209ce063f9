import test from 'ava';
import {CommanderError} from 'commander';
import type {Invocation} from '../../src/cli/invocation.ts';
import {buildProgram} from '../../src/cli/program.ts';
import {foreignCommands} from '../../src/cli/foreign-commands.ts';
import {translateUsage} from '../../src/cli/usage-error.ts';
import {type ErrorCode, SingleKubeError} from '../../src/errors.ts';

/** @returns what a command line asks for, or the error it gives */
async function parse(...words: string[]): Promise<Invocation | SingleKubeError> {
	let invocation: Invocation | undefined;
	try {
		await buildProgram(async parsed => {
			invocation = parsed;
		}).parseAsync(words, {from: 'user'});
		return invocation!;
	} catch (error) {
		return (error instanceof CommanderError ? translateUsage(error) : error) as SingleKubeError;
	}
}

const understood = test.macro({
	async exec(t, line: string, command: string, flags: object, words: string[] = []) {
		t.deepEqual(await parse(...line.split(' ')) as object, {command, flags, words});
	},
	title: (_, line) => `understands: ${line}`,
});

test(understood, 'start', 'start', {});
test(understood, 'start --name dev-2 --engine embedded --no-install -y', 'start', {name: 'dev-2', engine: 'embedded', install: false, yes: true});
test(understood, 'start --api-port 7443 --timeout 2m --no-kubeconfig', 'start', {apiPort: 7443, timeout: 120, kubeconfig: false});
test(understood, 'start --subnet 172.31.9.0/24 --pod-cidr 10.50.0.0/16 --service-cidr 10.51.0.0/16', 'start', {subnet: '172.31.9.0/24', podCidr: '10.50.0.0/16', serviceCidr: '10.51.0.0/16'});
test(understood, 'start --dry-run --timings --source debian', 'start', {dryRun: true, timings: true, source: 'debian'});
test(understood, 'start --profile two', 'start', {name: 'two'});
test(understood, 'status -o yaml --no-input -y', 'status', {output: 'yaml', input: false, yes: true});
test(understood, 'stop --timeout 90s', 'stop', {timeout: 90});
test(understood, 'delete --timeout 90', 'delete', {timeout: 90});
test(understood, 'status -o json -q -v --progress plain --no-color', 'status', {output: 'json', quiet: true, verbose: true, progress: 'plain', color: false});
test(understood, '--no-color status', 'status', {color: false});
test(understood, '-o json --name two status', 'status', {output: 'json', name: 'two'});
test(understood, '--name two status --name three', 'status', {name: 'three'});
test(understood, 'logs kubelet -f --tail 20', 'logs', {follow: true, tail: 20}, ['kubelet']);
test(understood, 'exec', 'exec', {});
test(understood, 'exec --name two -- ls -la --name', 'exec', {name: 'two'}, ['ls', '-la', '--name']);
test(understood, 'exec ls -la -o x', 'exec', {}, ['ls', '-la', '-o', 'x']);
test(understood, 'set apiserver --v=4', 'set', {}, ['apiserver', '--v=4']);
test(understood, 'set apiserver --v=4 -o json --audit-log-maxage- --name two --dry-run', 'set', {output: 'json', name: 'two', dryRun: true}, ['apiserver', '--v=4', '--audit-log-maxage-']);
test(understood, '--name two set kubelet maxPods=50 --timeout 5s -v --v-', 'set', {name: 'two', timeout: 5, verbose: true}, ['kubelet', 'maxPods=50', '--v-']);
test(understood, 'set etcd name=other --force', 'set', {force: true}, ['etcd', 'name=other']);
test(understood, 'set', 'set', {});
test(understood, 'kubectl get pods -o wide --name x -A', 'kubectl', {}, ['get', 'pods', '-o', 'wide', '--name', 'x', '-A']);
test(understood, 'kubectl -n kube-system exec -it pod -- sh -c ls', 'kubectl', {}, ['-n', 'kube-system', 'exec', '-it', 'pod', '--', 'sh', '-c', 'ls']);
test(understood, '--name two kubectl --help', 'kubectl', {name: 'two'}, ['--help']);
test(understood, '--name two kubectl exec pod -- ls', 'kubectl', {name: 'two'}, ['exec', 'pod', '--', 'ls']);
test(understood, 'config show', 'config', {}, ['show']);
test(understood, 'config show kubelet -o json', 'config', {output: 'json'}, ['show', 'kubelet']);
test(understood, 'start --port 8080:30080 --port 0.0.0.0:8053:30053/udp', 'start', {port: ['8080:30080', '0.0.0.0:8053:30053/udp']});
test(understood, 'port add 8080:30080 8081:web', 'port', {}, ['add', '8080:30080', '8081:web']);
test(understood, 'port list -o json', 'port', {output: 'json'}, ['list']);
test(understood, 'service web -n shop --url', 'service', {namespace: 'shop', url: true}, ['web']);
test(understood, 'service --all', 'service', {all: true});
test(understood, 'images list', 'images', {}, ['list']);
test(understood, 'images build redis nginx --no-install', 'images', {install: false}, ['build', 'redis', 'nginx']);
test(understood, 'bundle -o kube.tar', 'bundle', {outputFile: 'kube.tar'});
test(understood, 'bundle --output json -o json --also redis,registry --addons all', 'bundle', {output: 'json', outputFile: 'json', also: ['redis', 'registry'], addons: 'all'});
test(understood, `start --bundle kube.tar --bundle-sha256 sha256:${'AB'.repeat(32)}`, 'start', {bundle: 'kube.tar', bundleSha256: 'ab'.repeat(32)});
test(understood, 'registry start --port 5001', 'registry', {port: ['5001']}, ['start']);
test(understood, 'registry status -o json', 'registry', {output: 'json'}, ['status']);
test(understood, 'engine status', 'engine', {}, ['status']);

const refused = test.macro({
	async exec(t, line: string, code: ErrorCode, told: RegExp) {
		const error = await parse(...line.split(' '));
		if (!(error instanceof SingleKubeError)) {
			return t.fail(`it was understood: ${JSON.stringify(error)}`);
		}

		t.is(error.code, code);
		t.is(error.kind, 'usage');
		t.regex(`${error.message}\n${error.hint}`, told);
	},
	title: (_, line) => `refuses: ${line}`,
});

test(refused, 'strat', 'COMMAND_LINE_INVALID', /Did you mean start\?/);
test(refused, 'create cluster', 'COMMAND_LINE_INVALID', /Here that is: single-kube start /);
test(refused, 'load docker-image app', 'COMMAND_LINE_INVALID', /Nothing has to be loaded/);
test(refused, 'start --api-prot 1', 'COMMAND_LINE_INVALID', /Did you mean --api-port\?/);
test(refused, 'stop --dry-run', 'COMMAND_LINE_INVALID', /unknown option '--dry-run'/);
test(refused, 'list now', 'COMMAND_LINE_INVALID', /too many arguments/);
test(refused, 'kill', 'COMMAND_LINE_INVALID', /missing required argument 'component'/);
test(refused, '-q', 'COMMAND_LINE_INVALID', /a command is missing/);
test(refused, 'start --api-port', 'COMMAND_LINE_INVALID', /argument missing/);
test(refused, 'start --api-port 0', 'OPTION_INVALID', /port from 1 to 65535/);
test(refused, 'start --api-port 65536', 'OPTION_INVALID', /'65536' is invalid/);
test(refused, 'start --api-port 80x', 'OPTION_INVALID', /port from 1 to 65535/);
test(refused, 'start --timeout 0', 'OPTION_INVALID', /90s or 2m/);
test(refused, 'start --timeout soon', 'OPTION_INVALID', /90s or 2m/);
test(refused, 'start --timeout 30d', 'OPTION_INVALID', /90s or 2m/);
test(refused, 'start --engine podman', 'OPTION_INVALID', /auto, host, embedded/);
test(refused, 'status -o xml', 'OPTION_INVALID', /table, wide, json, yaml, name/);
test(refused, 'status --progress fancy', 'OPTION_INVALID', /auto, tty, plain, json, quiet/);
test(refused, 'start --name Dev', 'NAME_INVALID', /"Dev" is not a name/);
test(refused, 'start --subnet 172.30.0.0', 'OPTION_INVALID', /IPv4 range/);
test(refused, 'start --subnet 172.30.0.7/24', 'OPTION_INVALID', /host bits are zero, 172\.30\.0\.0\/24/);
test(refused, 'start --subnet 172.30.0.0/16', 'OPTION_INVALID', /--subnet: expected a \/24/);
test(refused, 'start --pod-cidr 10.96.0.0/16 --service-cidr 10.96.0.0/12', 'CIDR_OVERLAP', /overlap/);
test(refused, 'logs etcd --tail -1', 'OPTION_INVALID', /whole number/);
test(refused, 'config shwo', 'OPTION_INVALID', /Did you mean show\?/);
test(refused, 'config show etcd kubelet', 'COMMAND_LINE_INVALID', /too many arguments/);
test(refused, 'start --port 8080', 'OPTION_INVALID', /HOST_PORT:NODE_PORT/);
test(refused, 'start --port 8080:web', 'OPTION_INVALID', /single-kube port add 8080:web/);
test(refused, 'port ad 8080:30080', 'OPTION_INVALID', /Did you mean add\?/);
test(refused, 'images build rediss', 'OPTION_INVALID', /Did you mean redis\?/);
test(refused, 'images build base', 'OPTION_INVALID', /Allowed choices are etcd/);
test(refused, 'bundle', 'COMMAND_LINE_INVALID', /required option '-o, --output-file <file>' not specified/);
test(refused, 'bundle -o kube.tar --also rediss', 'OPTION_INVALID', /etcd, .*redis, registry/);
test(refused, 'start --bundle kube.tar --bundle-sha256 abc', 'OPTION_INVALID', /64 hexadecimal digits/);
test(refused, 'registry statr', 'OPTION_INVALID', /Did you mean start\?/);
test(refused, 'registry start --port 8080:30080', 'OPTION_INVALID', /port from 1 to 65535/);
test(refused, 'engine statsu', 'OPTION_INVALID', /Did you mean status\?/);

test('asking for help or the version is no error', async t => {
	const program = buildProgram(async () => t.fail());
	for (const command of [program, ...program.commands]) {
		command.configureOutput({writeOut: () => undefined});
	}

	for (const words of [['--help'], ['--version'], ['start', '--help']]) {
		const error = await t.throwsAsync(program.parseAsync(words, {from: 'user'}), {instanceOf: CommanderError});
		t.is(translateUsage(error!), undefined);
	}
});

test('what leads from another tool\'s command leads to one that there is', async t => {
	for (const [word, here] of foreignCommands) {
		t.true((await parse(...here.split(' '))) instanceof SingleKubeError === false, here);
		t.like(await parse(word), {code: 'COMMAND_LINE_INVALID'}, word);
	}
});
