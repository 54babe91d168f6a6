// Runs awesome-lint on folders, each with a readme.md, and prints what it says as JSON.
//
// node verdicts.mjs PATH-OF-AWESOME-LINT FOLDER...
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const [home, ...folders] = process.argv.slice(2);
const {default: lint} = await import(pathToFileURL(path.join(home, 'index.js')).href);

const verdicts = [];
for (const folder of folders) {
	const files = await lint({filename: path.join(folder, process.env.README ?? 'readme.md')});
	verdicts.push(files.flatMap(file => file.messages.map(message => [
		message.ruleId, message.line ?? 0, message.reason,
	])));
}

console.log(JSON.stringify(verdicts));
