" The journey language. Generated: go test ./grammar -update
if exists("b:current_syntax")
  finish
endif
syn case match
syn match journeyDeclaration "\v<(assert|event|journey|language|lifecycle|message|policy|profile|segment|stage|test|use)>(\s*:)@!"
hi def link journeyDeclaration Structure
syn match journeyStep "\v<(add|else|emit|if|on|remove|repeat|set|split|start|stop|then|until|up|wait|webhook)>(\s*:)@!"
hi def link journeyStep Statement
syn match journeySetting "\v<(enter|exclusive|exit|goal|holdout|priority|timezone|when|where|while|within)>(\s*:)@!"
hi def link journeySetting Keyword
syn match journeyOperator "\v<(and|contains|endsWith|in|matches|no|not|or|startsWith)>(\s*:)@!"
hi def link journeyOperator Operator
syn match journeyConstant "\v<(false|it|null|true)>(\s*:)@!"
hi def link journeyConstant Constant
syn match journeyWord "\v<(accept|after|again|ago|alias|always|anonymous|arm|as|at|audience|backfill|before|best|between|bounced|by|calendar|changes|clicked|clock|complained|consent|converted|date|day|days|delete|delivered|drop|each|enters|every|exits|expect|followed|for|fri|friday|from|given|heard|hold|hour|hours|last|late|leap|leaves|list|minute|minutes|mon|monday|month|months|more|most|never|next|of|once|opened|per|product|products|quiet|ranked|received|required|restart|sat|saturday|second|seconds|since|skipped|sun|sunday|tag|than|the|thu|thursday|time|times|to|todo|transactional|tue|tuesday|wed|wednesday|week|weeks|with|word|year|years)>(\s*:)@!"
hi def link journeyWord Keyword
syn match journeyMember "\v\??\.\s*\k+"
syn match journeyNumber "\v<\d+(\.\d+)?\%?"
syn match journeyNumber "\v<\d+(s|m|h|d|w|mo|y)>"
syn match journeyNumber "\v<\d{1,2}:\d{2}>"
syn match journeyNumber "\v<\d{4}-\d{2}-\d{2}>"
syn match journeyQuoted "`[^`]*`"
syn match journeyComment "#.*$" contains=@Spell
syn region journeyBraces matchgroup=Delimiter start="{" end="}" transparent fold
syn match journeyEscape "\v\\(\{\{|.)" contained
syn region journeyValue matchgroup=Special start="{{" end="}}" contained contains=TOP
syn region journeyString start=+"+ end=+"+ oneline contains=journeyEscape,journeyValue,@Spell
syn region journeyString start=+"""+ end=+"""+ contains=journeyEscape,journeyValue,@Spell
hi def link journeyMember Identifier
hi def link journeyNumber Number
hi def link journeyQuoted Identifier
hi def link journeyComment Comment
hi def link journeyEscape SpecialChar
hi def link journeyString String
syn sync fromstart
let b:current_syntax = "journey"
