import { syntaxHighlighting } from '@codemirror/language';
import { tagHighlighter, tags } from '@lezer/highlight';
import classes from './CodeField.module.css';

const name = (key: string): string => classes[key] ?? '';

/** Colours by classes of the style sheet, so that a change between light and dark needs no script. */
export const highlight = syntaxHighlighting(
  tagHighlighter([
    { tag: [tags.brace, tags.keyword, tags.definitionKeyword], class: name('tag') },
    { tag: tags.function(tags.name), class: name('helper') },
    { tag: [tags.name, tags.propertyName], class: name('name') },
    { tag: tags.string, class: name('text') },
    { tag: [tags.number, tags.bool, tags.null], class: name('number') },
    { tag: tags.comment, class: name('comment') },
  ]),
);
