/** A helper of the template language: how it is written, and what it gives. `docs/expressions.md` has the whole of it. */
export interface Helper {
  name: string;
  takes: string;
  gives: string;
}

const helper = (name: string, takes: string, gives: string): Helper => ({ name, takes, gives });

export const helpers: readonly Helper[] = [
  helper('trim', 'text', 'the text without white space around it'),
  helper('trimLeft', 'text', 'the text without white space before it'),
  helper('trimRight', 'text', 'the text without white space after it'),
  helper('uppercase', 'text', 'the text in capitals'),
  helper('lowercase', 'text', 'the text in small letters'),
  helper('capitalize', 'text', 'the text with its first letter in capitals'),
  helper('replace', 'text old [new]', 'every old replaced, or removed without new'),
  helper('substring', 'text start [end]', 'the characters from start up to end, counted from 0'),
  helper('split', 'text [separator] [index]', 'the list of parts, or the part at index'),
  helper('padLeft', 'text length [character]', 'the text filled up on its left'),
  helper('padRight', 'text length [character]', 'the text filled up on its right'),
  helper('add', 'a b …', 'the sum'),
  helper('subtract', 'a b', 'the difference'),
  helper('multiply', 'a b …', 'the product'),
  helper('divide', 'a b', 'the quotient'),
  helper('modulo', 'a b', 'what is left of a division'),
  helper('round', 'n [places]', 'the number rounded'),
  helper('floor', 'n', 'the next whole number below'),
  helper('ceil', 'n', 'the next whole number above'),
  helper('abs', 'n', 'the number without its sign'),
  helper('toFixed', 'n [places]', 'the number with exactly so many decimals'),
  helper('join', 'list [separator]', 'the items as one text'),
  helper('pluck', 'list "a.b"', 'that field of every item that has it'),
  helper('sort', 'list [number=true] [reverse=true]', 'the items in order'),
  helper('unique', 'list', 'the items without repeated ones'),
  helper('first', 'list [n]', 'the first item, or the first n'),
  helper('last', 'list [n]', 'the last item, or the last n'),
  helper('length', 'value', 'how many items, fields or characters'),
  helper('default', 'value other …', 'the first that is neither missing nor null'),
  helper('required', 'value', 'the value; an error where it is missing or empty'),
  helper('lookup', 'value key', 'a field or an item whose name is computed'),
  helper('dateFormat', 'format date [zone]', 'the moment as text: "yyyy-MM-dd HH:mm"'),
  helper('dateAdd', 'date count [unit]', 'the moment so many milliseconds, "days", "months", … later'),
  helper('timestamp', '[format] [zone]', 'the start of the run'),
  helper('json', 'value', 'compact JSON'),
  helper('encodeURI', 'text', 'the text percent-encoded'),
  helper('decodeURI', 'text', 'the text that was percent-encoded'),
  helper('base64Encode', 'text', 'Base64 of the text'),
  helper('base64Decode', 'text', 'the text that was Base64'),
  helper('hash', 'algorithm [encoding] text', 'the fingerprint: "sha256", "sha512", "md5", …'),
  helper('regexMatch', 'text pattern [which] [flags]', 'the match that which counts from 0'),
  helper('regexReplace', 'text replacement pattern [flags]', 'every match replaced; $1 is a group'),
  helper('compare', 'a operator b', 'whether it holds: "==", "!=", "<", "<=", ">", ">="'),
  helper('eq', 'a b', 'whether both are equal'),
  helper('and', 'a b …', 'whether all are true'),
  helper('or', 'a b …', 'whether any is true'),
  helper('not', 'a', 'whether it is untrue'),
  helper('contains', 'where what', 'whether the list or the text has it'),
  helper('startsWith', 'start text', 'whether the text begins so'),
  helper('isEmpty', 'value', 'whether it is missing, null or has nothing in it'),
];

/** What is written as a block, `{{#if …}} … {{/if}}`. */
export const blocks: readonly Helper[] = [
  helper('if', 'value', 'its inside where the value is true'),
  helper('unless', 'value', 'its inside where the value is untrue'),
  helper('each', 'list', 'its inside for every item, which is this'),
  helper('with', 'value', 'its inside, where names are fields of the value'),
  ...helpers.filter(({ name }) =>
    ['compare', 'and', 'or', 'not', 'contains', 'startsWith', 'isEmpty', 'eq'].includes(name),
  ),
];

/** Names that always mean the same. */
export const words: readonly Helper[] = [
  helper('record', '', 'the whole record, or the item of a list'),
  helper('root', '', 'the whole record'),
  helper('lastRun', '', 'the start of the last run that read all'),
  helper('thisRun', '', 'the start of this run'),
  helper('run', '', 'the id of this run'),
  helper('this', '', 'the item of a list, or the record'),
  helper('@index', '', 'which item it is, counted from 0'),
  helper('@key', '', 'the name of the field'),
  helper('@first', '', 'whether it is the first item'),
  helper('@last', '', 'whether it is the last item'),
];
