/**
 * The eye inside a password field, for keyboards and screen readers too. Its name keeps clear of the field's own, so
 * that "Password" is the field and nothing else.
 */
export const showPassword = { 'aria-label': 'Show what is typed', tabIndex: 0 } as const;
