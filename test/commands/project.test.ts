import {expect, test} from 'vitest';
import {projectPath} from '../../source/commands/project.js';
import {isUrl} from '../../source/commands/root.js';

test('the project path is what follows the host of a remote', () => {
	expect(projectPath('https://gitlab.example.com/group/sub/project.git')).toBe('group/sub/project');
	expect(projectPath('git@gitlab.example.com:group/project.git')).toBe('group/project');
	expect(projectPath('ssh://git@gitlab.example.com:2222/group/project/')).toBe('group/project');
});

test('a folder has no project path', () => {
	expect(projectPath('/srv/checkouts/project')).toBeUndefined();
	expect(projectPath('../project')).toBeUndefined();
});

test('tells a URL from a path', () => {
	expect(isUrl('https://example.com/a.git')).toBe(true);
	expect(isUrl('git@example.com:a/b.git')).toBe(true);
	expect(isUrl('./a')).toBe(false);
	expect(isUrl('/srv/a.git')).toBe(false);
});
