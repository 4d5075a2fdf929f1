import classes from './Output.module.css';

interface OutputProps {
  /** The result; undefined while there is none. */
  of: string | undefined;
  /** Why this record has no result. */
  problem: string | undefined;
  isOld: boolean;
}

const lengthMax = 4000;

/** What an expression makes of the sample, under its field. */
export function Output({ of, problem, isOld }: OutputProps) {
  const text = of !== undefined && of.length > lengthMax ? `${of.slice(0, lengthMax)}…` : of;
  return (
    <div className={classes['output']} {...(isOld && { 'data-old': true })}>
      <span className={classes['sign']}>{problem === undefined ? 'Result' : 'With this sample'}</span>
      {problem === undefined ? (
        <pre className={classes['text']}>{text === '' ? <em>an empty text</em> : (text ?? '…')}</pre>
      ) : (
        <span className={classes['problem']}>{problem}</span>
      )}
    </div>
  );
}
