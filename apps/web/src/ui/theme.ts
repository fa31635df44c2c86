import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'

/** The accent: the colour of links, buttons and the mark. */
const plum: MantineColorsTuple = [
  '#fcf3f9',
  '#f5e3ef',
  '#ebc6df',
  '#e0a8cf',
  '#d38fbe',
  '#bb5b9f',
  '#a04286',
  '#853470',
  '#6d2a5c',
  '#4f1e43',
]

/** The one green: badges and what is verified. */
const leaf: MantineColorsTuple = [
  '#effaf3',
  '#dbf1e4',
  '#b5e2c8',
  '#8bd2aa',
  '#62bf8c',
  '#3fa971',
  '#2b8f5b',
  '#1f7a4d',
  '#17613c',
  '#0f482c',
]

const ink: MantineColorsTuple = [
  '#dedbe4',
  '#c4c0cd',
  '#a7a2b3',
  '#77727f',
  '#45414f',
  '#37333f',
  '#25222c',
  '#1a181f',
  '#141218',
  '#0e0d11',
]

const helpBelow = { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } }

export const theme = createTheme({
  primaryColor: 'plum',
  primaryShade: { light: 7, dark: 6 },
  colors: { plum, leaf, dark: ink },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.625rem' }, h2: { fontSize: '1.125rem' } } },
  components: {
    TextInput: TextInput.extend(helpBelow as object),
    PasswordInput: PasswordInput.extend(helpBelow as object),
    NumberInput: NumberInput.extend(helpBelow as object),
    Select: Select.extend(helpBelow as object),
    Textarea: Textarea.extend(helpBelow as object),
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
  },
})

/** Mantine's quiet text, placeholders and errors are too faint for WCAG AA; canvas is what cards lie on. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1d1923',
    '--mantine-color-dimmed': '#625c6d',
    '--mantine-color-placeholder': '#756f80',
    '--mantine-color-error': '#b3261e',
    '--stepkey-canvas': '#faf8fa',
    '--stepkey-line': '#e8e3e9',
    '--stepkey-good': 'var(--mantine-color-leaf-7)',
    '--stepkey-warn': '#8f5300',
    '--stepkey-bad': '#b3261e',
  },
  dark: {
    '--mantine-color-dimmed': '#a7a2b3',
    '--mantine-color-placeholder': '#918b9e',
    '--mantine-color-error': '#ff9a92',
    '--stepkey-canvas': 'var(--mantine-color-dark-8)',
    '--stepkey-line': '#35313d',
    '--stepkey-good': 'var(--mantine-color-leaf-3)',
    '--stepkey-warn': '#f3b562',
    '--stepkey-bad': '#ff9a92',
  },
})
