// The journey language for tree-sitter.
//
// Generated: go test ./grammar -update

const word = $ => choice($.declaration, $.step, $.setting, $.operator, $.constant, $.word);

module.exports = grammar({
  name: 'journey',
  extras: $ => [/[\s\uFEFF]/, $.comment],
  word: $ => $.name,
  rules: {
    source_file: $ => repeat($._item),
    _item: $ => choice(
      $.block, $.parentheses, $.brackets, $.string, $.long_string,
      $.date, $.time, $.duration, $.percent, $.number,
      $.member, $.key, $.call, word($), $.name, $.quoted_name, $.sign,
    ),
    block: $ => seq('{', repeat($._item), '}'),
    parentheses: $ => seq('(', repeat($._item), ')'),
    brackets: $ => seq('[', repeat($._item), ']'),

    // A name behind a dot or in front of a colon is never a word of the language.
    member: $ => prec(2, seq(choice('.', '?.'), field('name', choice(word($), $.name, $.quoted_name)))),
    key: $ => prec(2, seq(field('name', choice(word($), $.name, $.quoted_name)), ':')),
    call: $ => prec(1, seq(field('function', $.name), $.parentheses)),

    string: $ => seq('"', repeat(choice($.text, $.escape, $.interpolation)), token.immediate('"')),
    long_string: $ => seq('"""', repeat(choice(alias($.long_text, $.text), $.escape, $.interpolation)), token.immediate('"""')),
    text: _ => choice(token.immediate(prec(1, /[^"{\\\n]+/)), token.immediate('{')),
    long_text: _ => choice(token.immediate(prec(1, /[^"{\\]+/)), token.immediate('{'), token.immediate('"')),
    escape: _ => token.immediate(prec(2, /\\(\{\{|[^\n])/)),
    interpolation: $ => seq(token.immediate('{{'), repeat($._item), '}}'),

    comment: _ => token(/#[^\n]*/),
    date: _ => token(prec(4, /\d{4}-\d{2}-\d{2}/)),
    time: _ => token(prec(3, /\d{1,2}:\d{2}/)),
    duration: _ => token(prec(3, /\d+(s|m|h|d|w|mo|y)/)),
    percent: _ => token(prec(3, /\d+(\.\d+)?%/)),
    number: _ => token(prec(1, /\d+(\.\d+)?/)),
    name: _ => /[\p{L}_][\p{L}\p{M}\p{N}_]*/,
    quoted_name: _ => /`[^`\n]*`/,
    sign: _ => choice('??', '==', '!=', '<=', '>=', '**', '..', ',', '-', '+', '*', '/', '%', '<', '>', '=', '?', '|', ':'),
    declaration: _ => choice('assert', 'event', 'journey', 'language', 'lifecycle', 'message', 'policy', 'profile', 'segment', 'stage', 'test', 'use'),
    step: _ => choice('add', 'else', 'emit', 'if', 'on', 'remove', 'repeat', 'set', 'split', 'start', 'stop', 'then', 'until', 'up', 'wait', 'webhook'),
    setting: _ => choice('enter', 'exclusive', 'exit', 'goal', 'holdout', 'priority', 'timezone', 'when', 'where', 'while', 'within'),
    operator: _ => choice('and', 'contains', 'endsWith', 'in', 'matches', 'no', 'not', 'or', 'startsWith'),
    constant: _ => choice('false', 'it', 'null', 'true'),
    word: _ => choice('accept', 'after', 'again', 'ago', 'alias', 'always', 'anonymous', 'arm', 'as', 'at', 'audience', 'backfill', 'before', 'best', 'between', 'bounced', 'by', 'calendar', 'changes', 'clicked', 'clock', 'complained', 'consent', 'converted', 'date', 'day', 'days', 'delete', 'delivered', 'drop', 'each', 'enters', 'every', 'exits', 'expect', 'followed', 'for', 'fri', 'friday', 'from', 'given', 'heard', 'hold', 'hour', 'hours', 'last', 'late', 'leap', 'leaves', 'list', 'minute', 'minutes', 'mon', 'monday', 'month', 'months', 'more', 'most', 'never', 'next', 'of', 'once', 'opened', 'per', 'product', 'products', 'quiet', 'ranked', 'received', 'required', 'restart', 'sat', 'saturday', 'second', 'seconds', 'since', 'skipped', 'sun', 'sunday', 'tag', 'than', 'the', 'thu', 'thursday', 'time', 'times', 'to', 'todo', 'transactional', 'tue', 'tuesday', 'wed', 'wednesday', 'week', 'weeks', 'with', 'word', 'year', 'years'),
  },
});
