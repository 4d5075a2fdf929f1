import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The colour of deep water; the shade of buttons has a contrast of 5.6 with white. */
const weir: MantineColorsTuple = [
  '#e7f6f8',
  '#d2ebef',
  '#a5d7df',
  '#74c1cd',
  '#4cafbe',
  '#2f9fb0',
  '#178fa2',
  '#0c8093',
  '#0b7285',
  '#075b6b',
];

/** Greys with a little blue, so that a dark page is not brown beside the water. */
const dark: MantineColorsTuple = [
  '#d5dbe1',
  '#b6bfc8',
  '#97a2ad',
  '#6c7781',
  '#39414a',
  '#2a3037',
  '#1a1e22',
  '#14171a',
  '#101316',
  '#0b0d0f',
];

export const theme = createTheme({
  primaryColor: 'weir',
  primaryShade: 8,
  colors: { weir, dark },
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'md',
  fontFamily: "'Inter Variable', system-ui, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.25' }, h2: { fontSize: '1.125rem', lineHeight: '1.35' } },
  },
  components: {
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    // The empty element that would take the first focus has a role that a menu may not hold.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { styles: { title: { fontWeight: 600 } } },
    TextInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    PasswordInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    NumberInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    Select: {
      defaultProps: {
        inputWrapperOrder: ['label', 'input', 'error', 'description'],
        // A closed list would still be there, with the name of its field.
        comboboxProps: { keepMounted: false },
      },
    },
    NativeSelect: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    Textarea: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
  },
});
