import {
  createTheme,
  type InputWrapperProps,
  Modal,
  Notification,
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  Textarea,
  TextInput,
} from '@mantine/core'
import { amber, ink, leaf, plum, red } from './palette.ts'

const below: InputWrapperProps['inputWrapperOrder'] = ['label', 'input', 'error', 'description']
const helpBelow = { defaultProps: { inputWrapperOrder: below } }

export const theme = createTheme({
  primaryColor: 'plum',
  primaryShade: { light: 7, dark: 6 },
  colors: { plum, leaf, red, amber, dark: ink },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.625rem' }, h2: { fontSize: '1.125rem' } } },
  components: {
    TextInput: TextInput.extend(helpBelow),
    PasswordInput: PasswordInput.extend({
      defaultProps: { inputWrapperOrder: below, visibilityToggleFocusable: true },
    }),
    NumberInput: NumberInput.extend(helpBelow),
    // Outside the main landmark a list of options would belong to no part of the page.
    Select: Select.extend({
      defaultProps: { inputWrapperOrder: below, comboboxProps: { shadow: 'md', withinPortal: false } },
    }),
    Textarea: Textarea.extend(helpBelow),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        padding: 'lg',
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        // A header is a banner wherever it stands, and the page has one already.
        attributes: { header: { role: 'presentation' } },
      },
    }),
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } }),
    Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
  },
})
