import type {Definition} from './definition.ts';

export const completion: Definition = {
	group: 'single-kube',
	summary: 'print the script by which a shell completes commands, options, clusters, components, ports and kubectl\'s words',
	description: ['Put the line of your shell below into its start-up file, or run it once for this shell.'],
	words: [{
		name: 'shell', actions: {
			bash: 'source <(single-kube completion bash); needs the package bash-completion',
			zsh: 'source <(single-kube completion zsh), after compinit',
			fish: 'single-kube completion fish | source',
		},
	}],
	examples: [
		{line: 'completion bash', says: 'in ~/.bashrc: source <(single-kube completion bash)'},
		{line: 'completion zsh', says: 'in ~/.zshrc: source <(single-kube completion zsh)'},
		{line: 'completion fish', says: 'once: single-kube completion fish > ~/.config/fish/completions/single-kube.fish'},
	],
	load: async () => import('../commands/completion.ts'),
};
