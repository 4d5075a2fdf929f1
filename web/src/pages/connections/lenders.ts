import type { ConnectionView } from '@/api/schema';

type Borrower = Pick<ConnectionView, 'id' | 'borrowConcurrencyFrom'>;

/** A connection, its lender, the lender's lender, and so on; a circle, which the server refuses, is walked once. */
function chainOf<T extends Borrower>(from: T, all: readonly T[]): T[] {
  const chain = [from];
  let lender = lenderOf(from, all);
  while (lender !== undefined && !chain.includes(lender)) {
    chain.push(lender);
    lender = lenderOf(lender, all);
  }

  return chain;
}

function lenderOf<T extends Borrower>({ borrowConcurrencyFrom }: T, all: readonly T[]): T | undefined {
  return all.find(({ id }) => id === borrowConcurrencyFrom);
}

/** The last lender of a chain: the connection whose pool is used. */
export function poolOf<T extends Borrower>(connection: T, all: readonly T[]): T {
  return chainOf(connection, all).at(-1) ?? connection;
}

/** Those from which a connection may borrow: not itself, and none that borrows from it, directly or through others. */
export function lendersFor<T extends Borrower>(borrower: string | undefined, all: readonly T[]): T[] {
  return all.filter((candidate) => !chainOf(candidate, all).some(({ id }) => id === borrower));
}

/** Those that borrow from a connection directly. */
export function borrowersOf<T extends Borrower>(lender: string, all: readonly T[]): T[] {
  return all.filter(({ borrowConcurrencyFrom }) => borrowConcurrencyFrom === lender);
}
