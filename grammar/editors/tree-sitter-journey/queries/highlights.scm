; Generated: go test ./grammar -update
; The last pattern that fits counts.

(name) @variable
(quoted_name) @variable
(call function: (name) @function)
(declaration) @keyword
(step) @keyword.control
(setting) @keyword
(word) @keyword
(operator) @keyword.operator
(constant) @constant.builtin
(member name: (_) @property)
(key name: (_) @property)
(comment) @comment
(string) @string
(long_string) @string
(text) @string
(escape) @string.escape
(interpolation ["{{" "}}"] @punctuation.special)
(date) @constant.numeric
(time) @constant.numeric
(duration) @constant.numeric
(percent) @constant.numeric
(number) @constant.numeric
(sign) @operator
["{" "}" "(" ")" "[" "]"] @punctuation.bracket
