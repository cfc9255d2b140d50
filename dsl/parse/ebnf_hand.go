package parse

// The parts of the grammar that productions do not hold. They are read by hand
// (block in step.go, pattern in pattern.go, expr in expr.go, the lexer in package
// token); ebnf_test.go holds these texts to that code.

const ebnfHead = `// The grammar of the journey language.
//
// Generated: go test ./grammar -update
//
// "word" stands for itself, <token> for a kind of token (see Words); ( ) groups, | chooses,
// ? is once or not at all, * any number of times, + once or more. A rule ends with a period.
//
// The grammar says what can be read. What it means, and what must hold beside (a pattern's
// window, declared names, types) is in the other pages of this folder.
`

const handDeclarations = `File = ("language" "1" <newline>)? (Decl (<newline> Decl)*)? <newline>? .
Decl = UseDecl | EventDecl | ProfileDecl | SegmentDecl | LifecycleDecl | MessageDecl | PolicyDecl | AssertDecl | TestDecl | JourneyDecl | Sentence .
Sentence = Trigger (<newline> Setting)* "then" Block .
JourneyBody = "{" (Setting <newline>)* Trigger (<newline> Setting)* "then" Block <newline>? "}" .
Target = Name | Text .
Names = Name ("," Name)* .
Stages = "{" StageLine (<newline> StageLine)* <newline>? "}" .
Parts = "{" PartLine (<newline> PartLine)* <newline>? "}" .
Language = <name> ("-" <name>)* .
Rules = "{" Rule (<newline> Rule)* <newline>? "}" .
Rule = ConsentRule | QuietRule | CapRule .
CalendarUnit = "day" | "week" | "month" .
Never = NeverMoreThan | NeverAfter .
TestLines = "{" (TestLine (<newline> TestLine)*)? <newline>? "}" .
TestLine = GivenLine | AtLine | ExpectLine .
Circumstance = ("holdout" | "anonymous" | "arm" Name | "date" <date> | "product" Record | "no" "products" | Happening) (Duration "ago")? .
Happening = "no" Place | ("set" Place | "profile" ("." FieldName)+) "=" Condition | "alias" Name | "delete" | "clock" | (Name | Answer) Record? .
Expectation = ("remove" "from"?)? Name ("profile" ("." FieldName)+ ("=" Condition)? | Name | Text)? ("skipped" Name?)? (Name Language? "contains" Text)? Window? .
Window = ("at" | "before" | "after") Moment | "between" Moment "and" Moment | "within" Duration .
Moment = "+" Duration | <date> <time> | Day <time> | <time> .
`

const handTriggers = `Trigger = WhenTrigger | OnTrigger | OffsetTrigger | ScheduleTrigger .
Setting = EnterSetting | GoalSetting | ExitSetting | WhileSetting | HoldoutSetting | PrioritySetting | ExclusiveSetting | PolicySetting | AcceptSetting | LeapSetting | BackfillSetting | TimezoneSetting .
Days = "day" | "week" | "month" | DayRange (("," | "and") DayRange)* .
DayRange = Day (".." Day)? .
Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" .
`

const handPatterns = `Pattern = Unit (("or" Unit)+ | (Both | Sequence)? Absence?) .
Both = ("and" Unit)+ ("within" Duration)? .
Absence = ("and" "not" SomeEvents)+ ("within" Duration)? .
Sequence = ("followed" "by" Unit)+ ("within" Duration)? ("with" "no" SomeEvents "between")? .
Unit = "(" Pattern ")" | Count | Silence | SegmentChange | TraitChange | Event .
Count = <number> Event ("in" Duration | "per" "calendar" CalendarUnit) .
Silence = "no" Event "for" Duration .
SegmentChange = ("enters" | "leaves") Name .
TraitChange = Name ("." FieldName)* "changes" ("from" Range)? ("to" Range)? .
Event = (Name | Answer) ("where" Comparison)? .
Answer = ("delivered" | "opened" | "clicked" | "bounced" | "complained" | "converted") Name .
SomeEvents = Event | "(" Event ("or" Event)* ")" .
Events = EventGroup ("or" EventGroup)* .
EventGroup = Event | "(" Events ")" .
`

const handSteps = `Block = "{" (Step (<newline> Step)*)? <newline>? "}" | Step .
Step = SendStep | WaitStep | WaitTimeStep | WaitDateStep | WaitBestStep | WaitUntilStep | WaitForStep | RaceStep | IfStep | SplitStep | RepeatStep | SetStep | TagStep | AudienceStep | EmitStep | WebhookStep | StartStep | StopStep .
RaceArms = "{" ((RaceArm | ElseArm) <newline>?)* "}" .
SplitArms = "{" (SplitArm <newline>?)* "}" .
`

const handExpressions = `Type = BaseType "?"? .
BaseType = Text ("|" Text)* | Fields | "list" "of" BaseType | Name .
Fields = "{" (FieldLine (Separator FieldLine)* Separator?)? "}" .
Separator = ("," | <newline>)+ .
Condition = Expr .
Expr = Or ("?" Expr ":" Expr)? .
Or = And ("or" And)* .
And = Not ("and" Not)* .
Not = "not" Not | Comparison .
Comparison = Range (Compared Range)? .
Compared = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in" | "contains" | "startsWith" | "endsWith" | "matches" .
Range = Sum (".." Sum)* .
Sum = Product (("+" | "-") Product)* .
Product = Minus (("*" | "/" | "%") Minus)* .
Minus = "-" Minus | Power .
Power = Coalesce ("**" Minus)? .
Coalesce = Postfix ("??" "-"? Postfix)* .
Postfix = (Value | "." FieldName) (("." | "?.") FieldName | "[" Index "]")* .
Place = Postfix .
Index = Expr | Expr? ":" Expr? .
Value = <number> | Duration | <percent> | <time> | <date> | Text | "true" | "false" | "null" | "it" | "(" Expr ")" | List | Record | Call | Past | Event .
List = "[" (Expr ("," Expr)* ","?)? "]" .
Record = "{" (RecordField (Separator RecordField)* Separator?)? "}" .
RecordField = FieldName ":" Expr .
Call = Name "(" (Argument ("," Argument)* ","?)? ")" .
Argument = "last" Duration | (FieldName ":")? Expr .
Past = "no"? Event "in" "the" "last" Duration | "never" Event | "time" "since" "last" Event | "segment" Name | "tag" Text | "received" Name .
`

const handWords = `Name = <name> | <quoted> .
FieldName = <name> | <quoted> .
Duration = <duration> | <number> UnitWord .
UnitWord = "second" | "seconds" | "minute" | "minutes" | "hour" | "hours" | "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years" .
Text = <quote> (<characters> | "{{" Expr "}}")* <quote> .

// <name>        a letter of any script or _, then letters, digits and _
// <quoted>      any characters of a line in back-quotes
// <number>      80, 3.5
// <duration>    a whole number and s, m, h, d, w, mo or y beside it: 2h
// <percent>     a number and % beside it: 10%
// <time>        09:00
// <date>        2026-11-27
// <quote>       " around a text of one line, """ around a longer one
// <characters>  anything else; \" \\ \n \t \r \{{ and \u{1F600} are escapes
// <newline>     the end of a line, where it ends a statement
//
// A line does not end a statement inside ( [ and {{, after an operator, a comma or {, and
// before and or where within followed with as then else up. # begins a comment.
//
// As a Name these stand in back-quotes: and or not in no never true false null matches
// contains startsWith endsWith where within followed with as then else up. As a FieldName
// every word is free. In a Condition, a Record stands inside ( or [: a block may follow.
// In the Comparison behind an Event's where, and behind from and to of a TraitChange, a
// name outside of brackets is a value and begins no Event: what follows it belongs to the
// sentence around.
//
// A step that begins with a word of the language is that step; any other name is a channel.
`
