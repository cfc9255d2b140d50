// Reads files with the TextMate grammar and the engine of VS Code, and prints what was
// a comment, a text, a word of the language. Run by editors_test.go:
//
//   node textmate.mjs FOLDER-WITH-NODE_MODULES FILE...

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, 'x.js'));
const { Registry, parseRawGrammar, INITIAL } = require('vscode-textmate');
const onig = require('vscode-oniguruma');

await onig.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
const path = new URL('./vscode/syntaxes/journey.tmLanguage.json', import.meta.url).pathname;
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: patterns => new onig.OnigScanner(patterns),
    createOnigString: text => new onig.OnigString(text),
  }),
  loadGrammar: async scope => scope === 'source.journey' ? parseRawGrammar(readFileSync(path, 'utf8'), path) : null,
});
const grammar = await registry.loadGrammar('source.journey');

// join puts a piece behind the others, or onto the last one when they touch.
function join2(list, line, from, to) {
  const last = list[list.length - 1];
  if (last && last[0] === line && last[2] === from) last[2] = to;
  else if (to > from) list.push([line, from, to]);
}

const out = files.map(file => {
  const found = { file, open: 0, invalid: 0, comments: [], texts: [], words: 0 };
  let stack = INITIAL;
  readFileSync(file, 'utf8').split('\n').forEach((text, line) => {
    const result = grammar.tokenizeLine(text, stack);
    for (const token of result.tokens) {
      const scopes = token.scopes, to = Math.min(token.endIndex, text.length);
      const inner = scopes.slice(scopes.lastIndexOf('meta.interpolation.journey') + 1);
      const string = inner.some(s => s.startsWith('string.')) && !inner.some(s => s.startsWith('punctuation.definition.string'));
      if (scopes.some(s => s.startsWith('invalid'))) found.invalid++;
      if (inner.some(s => s.startsWith('comment.'))) join2(found.comments, line, token.startIndex, to);
      else if (string && !inner.some(s => s.startsWith('punctuation.section.interpolation'))) join2(found.texts, line, token.startIndex, to);
      if (scopes.some(s => s.startsWith('keyword.'))) found.words++;
    }
    stack = result.ruleStack;
  });
  found.open = stack.depth;
  return found;
});
console.log(JSON.stringify(out));
