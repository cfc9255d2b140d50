package stdlib

import "slices"

// Param is one parameter of a function.
type Param struct {
	Name     string
	Type     string // in the notation of the package's comment; `A | B` is either
	Optional bool   // may be left out
	Variadic bool   // may be given several times; only the last one
}

// Example is an expression and the value it gives, both as text: an executed
// line of documentation.
type Example struct{ Expr, Value string }

// Func is the signature of a function.
//
// count, sum and last have a second form about the past, whose first argument
// is an event: count(purchased, last 90d). It wins when the name is an event.
type Func struct {
	Name    string
	Params  []Param
	Result  string
	Doc     string
	Example Example
}

// Functions returns every function, sorted by name.
func Functions() []Func { return append([]Func(nil), functions...) }

func arg(name, typ string) Param { return Param{Name: name, Type: typ} }
func opt(name, typ string) Param { return Param{Name: name, Type: typ, Optional: true} }
func several(name, typ string) Param {
	return Param{Name: name, Type: typ, Variadic: true}
}

var (
	listT = arg("list", "list of T")
	when  = arg("condition", "T => bool")
	value = arg("value", "number")
	text  = arg("text", "text")
	aDate = arg("date", "date")
)

var functions = []Func{
	{"abs", []Param{value}, "number", "the number without its sign", Example{"abs(-3)", "3"}},
	{"all", []Param{listT, when}, "bool", "whether the condition holds for every element; true for an empty list", Example{"all([1, 2], it > 0)", "true"}},
	{"any", []Param{listT, when}, "bool", "whether the condition holds for some element", Example{"any([1, 2], it > 1)", "true"}},
	{"ceil", []Param{value}, "number", "the next whole number up", Example{"ceil(1.2)", "2"}},
	{"concat", []Param{several("lists", "list of T")}, "list of T", "the elements of all lists, in order", Example{"concat([1], [2, 3])", "[1, 2, 3]"}},
	{"count", []Param{listT, opt("condition", "T => bool")}, "number", "how many elements there are, or for how many the condition holds", Example{"count([1, 2, 3], it > 1)", "2"}},
	{"coupon", []Param{arg("percent", "percent"), opt("valid", "duration")}, "text", "a personal coupon code for the percentage, good for the time, or for ever when none is said", Example{}},
	{"date", []Param{arg("day", "time"), opt("style", `"full" | "long" | "medium" | "short"`)}, "text", "the date as the reader writes it, November 27, 2026 or 27.11.2026; long unless said; a moment is on the day that it is for the reader", Example{}},
	{"day", []Param{aDate}, "number", "the day of the month, 1 to 31", Example{"day(2026-11-27)", "27"}},
	{"filter", []Param{listT, when}, "list of T", "the elements for which the condition holds", Example{"filter([1, 2, 3], it > 1)", "[2, 3]"}},
	{"find", []Param{listT, when}, "T?", "the first element for which the condition holds; missing when there is none", Example{"find([1, 2, 3], it > 1)", "2"}},
	{"find_index", []Param{listT, when}, "number?", "the position of the first element for which the condition holds, from 0", Example{"find_index([1, 2, 3], it > 1)", "1"}},
	{"first", []Param{listT}, "T?", "the first element; missing when the list is empty", Example{"first([1, 2])", "1"}},
	{"floor", []Param{value}, "number", "the next whole number down", Example{"floor(1.8)", "1"}},
	{"format", []Param{value, opt("digits", "number")}, "text", "the number as the reader writes it, 1,234.5 or 1.234,5, with at most 3 digits behind the point unless said", Example{}},
	{"has", []Param{arg("value", "any?")}, "bool", "whether there is a value, that is, it is not missing", Example{`has("x")`, "true"}},
	{"index_of", []Param{text, arg("part", "text")}, "number?", "where the part begins in the text, from 0; missing when it is not there", Example{`index_of("banana", "nan")`, "2"}},
	{"int", []Param{arg("value", "number | text")}, "number?", "the whole part of a number, also of one written as text; missing when it is none", Example{`int("12")`, "12"}},
	{"join", []Param{arg("list", "list of text"), opt("separator", "text")}, "text", "the texts one after the other, with the separator between them", Example{`join(["a", "b"], ", ")`, `"a, b"`}},
	{"last", []Param{listT}, "T?", "the last element; missing when the list is empty", Example{"last([1, 2])", "2"}},
	{"len", []Param{arg("value", "text | list of any")}, "number", "how many elements a list has, or letters a text", Example{"len([1, 2])", "2"}},
	{"link", []Param{arg("path", "text")}, "text", "an address on the project's site that tells who followed it", Example{}},
	{"lower", []Param{text}, "text", "the text in small letters", Example{`lower("AbC")`, `"abc"`}},
	{"map", []Param{listT, arg("value", "T => U")}, "list of U", "what the expression gives for each element", Example{"map([1, 2], it * 2)", "[2, 4]"}},
	{"max", []Param{several("values", "number | list of number")}, "number?", "the greatest of the numbers; missing when there is none", Example{"max(1, 3, 2)", "3"}},
	{"mean", []Param{several("values", "number | list of number")}, "number?", "the average of the numbers; missing when there is none", Example{"mean([1, 2, 6])", "3"}},
	{"median", []Param{several("values", "number | list of number")}, "number?", "the middle of the numbers; missing when there is none", Example{"median([1, 2, 6])", "2"}},
	{"min", []Param{several("values", "number | list of number")}, "number?", "the smallest of the numbers; missing when there is none", Example{"min(3, 1, 2)", "1"}},
	{"money", []Param{arg("amount", "number"), opt("currency", "text?")}, "text", "the amount as the reader writes it, €5.00 or 5,00 €; the currency is the one that the feed carries beside the amount, unless said", Example{}},
	{"month", []Param{aDate}, "number", "the month, 1 to 12", Example{"month(2026-11-27)", "11"}},
	{"none", []Param{listT, when}, "bool", "whether the condition holds for no element", Example{"none([1, 2], it > 2)", "true"}},
	{"number", []Param{arg("value", "number | text")}, "number?", "the number that a text spells; missing when it spells none", Example{`number("1.5")`, "1.5"}},
	{"one", []Param{listT, when}, "bool", "whether the condition holds for exactly one element", Example{"one([1, 2], it > 1)", "true"}},
	{"plural", []Param{arg("n", "number"), opt("zero", "text"), opt("one", "text"), opt("two", "text"), opt("few", "text"), opt("many", "text"), arg("other", "text")}, "text", "the form that the number takes in the language of the text; each is given by its name, and `it` is the number", Example{}},
	{"recommend", []Param{arg("basis", "cart | list of item"), opt("n", "number")}, "list of item", "up to n products (4 unless said) that go with the basis, which is cart, viewed, bought or popular", Example{}},
	{"replace", []Param{text, arg("old", "text"), arg("new", "text")}, "text", "the text with every old replaced by new", Example{`replace("a-b", "-", "+")`, `"a+b"`}},
	{"reverse", []Param{listT}, "list of T", "the elements, the last one first", Example{"reverse([1, 2])", "[2, 1]"}},
	{"round", []Param{value}, "number", "the nearest whole number; a half goes away from zero", Example{"round(1.5)", "2"}},
	{"sort", []Param{listT}, "list of T", "the elements in ascending order", Example{"sort([3, 1, 2])", "[1, 2, 3]"}},
	{"sort_by", []Param{listT, arg("key", "T => U"), opt("order", `"asc" | "desc"`)}, "list of T", "the elements in the order of what the expression gives for each", Example{`sort_by([1, 3, 2], it, "desc")`, "[3, 2, 1]"}},
	{"split", []Param{text, arg("separator", "text")}, "list of text", "the parts of the text between the separators", Example{`split("a,b", ",")`, `["a", "b"]`}},
	{"sum", []Param{listT, opt("value", "T => number")}, "number", "the sum of the numbers, or of what the expression gives for each element", Example{"sum([1, 2, 3])", "6"}},
	{"take", []Param{listT, arg("n", "number")}, "list of T", "the first n elements", Example{"take([1, 2, 3], 2)", "[1, 2]"}},
	{"text", []Param{arg("value", "number | bool | text | date")}, "text", "the value as text", Example{"text(12)", `"12"`}},
	{"time", []Param{arg("moment", "time")}, "text", "the time of day as the reader writes it, 2:05 PM or 14:05, in the reader's zone", Example{}},
	{"trim", []Param{text}, "text", "the text without spaces at its ends", Example{`trim("  a ")`, `"a"`}},
	{"unique", []Param{listT}, "list of T", "the elements without repetitions, in order of first appearance", Example{"unique([1, 2, 1])", "[1, 2]"}},
	{"upper", []Param{text}, "text", "the text in capital letters", Example{`upper("AbC")`, `"ABC"`}},
	{"weekday", []Param{aDate}, `"mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"`, "the day of the week", Example{"weekday(2026-11-27)", `"fri"`}},
	{"year", []Param{aDate}, "number", "the year", Example{"year(2026-11-27)", "2026"}},
}

// readers are the functions that depend on who reads.
var readers = []string{"date", "format", "money", "plural", "time"}

// ForReader reports whether a function writes for a reader: in the reader's format,
// or in the forms of the text's language. It stands in what is sent and nowhere else.
func ForReader(name string) bool { return slices.Contains(readers, name) }
