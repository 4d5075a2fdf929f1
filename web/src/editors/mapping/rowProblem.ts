import type { Problem } from '../preview/usePreview';
import type { MappingNode, Row } from './mapping';

/** What the server says of one row. */
export interface RowProblem {
  /** The row's id; null where it is about the whole mapping. */
  row: number | null;
  message: string;
  /** Where in the row's own text, counted from 0; null where it is about something else of the row. */
  wrongAt: number | null;
}

const step = /\.?([\p{L}\p{Nd}_\-@$]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/gu;

/** Finds the row that a refusal is about: by the document's path of what cannot be read, or the output's of what fails. */
export function rowProblem(root: MappingNode, problem: Problem): RowProblem {
  const field = (problem.fields[0]?.field ?? '').replace(
    /^mapping(?=[.[]|$)\.?/,
    problem.position === undefined ? '$&' : '',
  );
  const steps = [...field.matchAll(step)].map(([, plain, quoted, index]) =>
    index === undefined ? (plain ?? quoted?.replaceAll("\\'", "'") ?? '') : Number(index),
  );

  let node = root;
  let row: Row | null = null;
  let at = 0;
  for (; at < steps.length; at++) {
    const [one] = steps.slice(at);
    if (node.kind === 'each' && (one === '@do' || typeof one === 'number')) {
      node = node.item;
      continue;
    }

    const next: Row | undefined =
      node.kind === 'object'
        ? node.rows.find(({ name }) => name === one)
        : node.kind === 'list' && typeof one === 'number'
          ? node.rows[one]
          : undefined;
    if (next === undefined) {
      break;
    }

    row = next;
    node = next.node;
  }

  const option = steps[at];
  const isText = option === undefined || option === '@from' || option === '@each';
  return {
    row: row?.id ?? null,
    message: problem.message,
    wrongAt: isText && (node.kind === 'value' || node.kind === 'each') ? (problem.position ?? null) : null,
  };
}
