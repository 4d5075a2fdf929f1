import { setNonce } from 'get-nonce';

/** The nonce that the server put into this page: styles made by scripts need it to pass the content security policy. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// What keeps the page behind a pane from scrolling makes a style of its own and asks here.
setNonce(nonce);
