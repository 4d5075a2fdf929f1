import type { Exchange } from '@/api/schema';
import { StatusBadge } from '@/components/StatusBadge';
import classes from './ExchangeDetails.module.css';
import { readable, shortAddress } from './exchangeRows';

/** One request and its answer: a line, and all of it when it is opened. */
export function ExchangeDetails({ exchange: { at, ms, request, response, code } }: { exchange: Exchange }) {
  const good = response !== null && response.status < 400;
  return (
    <details className={classes['exchange']}>
      <summary>
        <time dateTime={at}>{new Date(at).toLocaleTimeString()}</time>
        <span className={classes['what']}>
          <b>{request.method}</b> {shortAddress(request.url)}
        </span>
        <StatusBadge
          label={response === null ? (code ?? 'No answer') : String(response.status)}
          tone={good ? 'good' : 'bad'}
        />
        <span className={classes['ms']}>{ms.toLocaleString('en')} ms</span>
      </summary>
      <div className={classes['both']}>
        <Side
          title="Request"
          first={`${request.method} ${request.url}`}
          headers={request.headers}
          body={request.body}
        />
        {response === null ? (
          <section aria-label="Response">
            <h3>Response</h3>
            <p>No whole answer came{code === null ? '' : `: ${code}`}.</p>
          </section>
        ) : (
          <Side title="Response" first={String(response.status)} headers={response.headers} body={response.body} />
        )}
      </div>
    </details>
  );
}

interface SideProps {
  title: string;
  first: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
}

function Side({ title, first, headers, body }: SideProps) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <p>{first}</p>
      <details>
        <summary>Headers ({Object.keys(headers).length})</summary>
        <dl>
          {Object.entries(headers).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {body === null ? (
        <p className={classes['none']}>No body</p>
      ) : (
        <details>
          <summary>Body</summary>
          <pre>{readable(body)}</pre>
        </details>
      )}
    </section>
  );
}
