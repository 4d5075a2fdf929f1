import type { Problem } from '../preview/usePreview';
import type { MappingNode } from './mapping';

/** What the server says of one place of the mapping. */
export interface RowProblem {
  /** What it is about: a row's node, what is made of each item, or the mapping itself. */
  node: MappingNode;
  message: string;
  /** Where in the node's own text, counted from 0; null where it is about something else of it. */
  wrongAt: number | null;
}

const step = /\.?([\p{L}\p{Nd}_\-@$]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/gu;

/** Finds the node that a refusal is about: by the document's path of what cannot be read, or the output's of what fails. */
export function rowProblem(root: MappingNode, problem: Problem): RowProblem {
  const field = (problem.fields[0]?.field ?? '').replace(
    /^mapping(?=[.[]|$)\.?/,
    problem.position === undefined ? '$&' : '',
  );
  const steps = [...field.matchAll(step)].map(([, plain, quoted, index]) =>
    index === undefined ? (plain ?? quoted?.replaceAll("\\'", "'") ?? '') : Number(index),
  );

  let node = root;
  let at = 0;
  for (; at < steps.length; at++) {
    const [one] = steps.slice(at);
    if (node.kind === 'each' && (one === '@do' || typeof one === 'number')) {
      node = node.item;
      continue;
    }

    const next =
      node.kind === 'object'
        ? node.rows.find(({ name }) => name === one)
        : node.kind === 'list' && typeof one === 'number'
          ? node.rows[one]
          : undefined;
    if (next === undefined) {
      break;
    }

    node = next.node;
  }

  const option = steps[at];
  const isText = option === undefined || option === '@from' || option === '@each';
  return {
    node,
    message: problem.message,
    wrongAt: isText && (node.kind === 'value' || node.kind === 'each') ? (problem.position ?? null) : null,
  };
}
