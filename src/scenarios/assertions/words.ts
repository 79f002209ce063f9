/** An assertion in words, and the command by which a person sees the same. Pure. */
import type {Assertion} from '../scenario.ts';

/** `pod web is Ready`; `service/web answers 200` */
export function inWords(assertion: Assertion): string {
	switch (assertion.kind) {
		case 'pod': {
			const {pod, exists, phase, ready, reason} = assertion;
			const said = [
				...exists === undefined ? [] : [exists ? 'is there' : 'is gone'], ...phase === undefined ? [] : [`is ${phase}`],
				...ready === undefined ? [] : [ready ? 'is Ready' : 'is not Ready'], ...reason === undefined ? [] : [`says ${reason}`],
			];
			return `pod ${pod} ${said.join(' and ')}`;
		}

		case 'pods': {
			const {pods, count, ready, pending} = assertion;
			const said = [...count === undefined ? [] : [`${count} there`], ...ready === undefined ? [] : [`${ready} Ready`], ...pending === undefined ? [] : [`${pending} Pending`]];
			return `of pods with ${pods} ${said.join(', ')}`;
		}

		case 'http': {
			const {http, port, path, status = 200, contains, answers = true} = assertion;
			const where = `${http}${port === undefined ? '' : `:${port}`}${path ?? ''}`;
			return answers ? `${where} answers ${status}${contains === undefined ? '' : ` with "${contains}"`}` : `nothing answers at ${where}`;
		}

		case 'component': {
			return `${assertion.component} is ${assertion.state}`;
		}

		case 'object': {
			const {object, exists, path, equals, differs} = assertion;
			return path === undefined ? `${object} is ${exists === false ? 'gone' : 'there'}`
				: `${object} ${path}${equals === undefined ? '' : ` is ${equals}`}${differs === undefined ? '' : ` is not ${differs}`}${equals === undefined && differs === undefined ? ' is there' : ''}`;
		}
	}
}

/** @param namespace where the assertion names none @returns a command to paste */
export function commandFor(assertion: Assertion, cluster: string, namespace: string): string {
	const kubectl = `single-kube --name ${cluster} kubectl -n ${('namespace' in assertion ? assertion.namespace : undefined) ?? namespace}`;
	switch (assertion.kind) {
		case 'pod': {
			return `${kubectl} describe pod ${assertion.pod}`;
		}

		case 'pods': {
			return `${kubectl} get pods -l ${assertion.pods}`;
		}

		case 'http': {
			return `${kubectl} get ${assertion.http.split('/')[0]} ${assertion.http.split('/')[1]} -o wide, and curl at its address`;
		}

		case 'component': {
			return `single-kube --name ${cluster} status`;
		}

		case 'object': {
			return `${kubectl} get ${assertion.object} -o yaml`;
		}
	}
}
