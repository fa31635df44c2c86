import {
  createTheme,
  type InputWrapperProps,
  type ModalProps,
  type MultiSelectProps,
  type NotificationProps,
  type NumberInputProps,
  type PasswordInputProps,
  type SelectProps,
  type SwitchProps,
  type TextareaProps,
  type TextInputProps,
} from '@mantine/core'
import { amber, ink, leaf, plum, red } from './palette.ts'

const below: InputWrapperProps['inputWrapperOrder'] = ['label', 'input', 'error', 'description']

/** Names a component without importing it: the first page needs few of them. */
const by = <Props>(defaultProps: Partial<Props>) => ({ defaultProps })

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
    TextInput: by<TextInputProps>({ inputWrapperOrder: below }),
    PasswordInput: by<PasswordInputProps>({ inputWrapperOrder: below, visibilityToggleFocusable: true }),
    NumberInput: by<NumberInputProps>({ inputWrapperOrder: below }),
    Select: by<SelectProps>({
      inputWrapperOrder: below,
      // Outside the main landmark a list of options would belong to no part of the page.
      comboboxProps: { shadow: 'md', withinPortal: false },
      // The list itself scrolls: a box around it would, for all that one can tell, be out of reach of the keyboard.
      withScrollArea: false,
      styles: { options: { maxHeight: 'min(320px, 50vh)', overflowY: 'auto' } },
    }),
    MultiSelect: by<MultiSelectProps>({
      inputWrapperOrder: below,
      comboboxProps: { shadow: 'md', withinPortal: false },
      withScrollArea: false,
      styles: { options: { maxHeight: 'min(320px, 50vh)', overflowY: 'auto' } },
    }),
    Textarea: by<TextareaProps>({ inputWrapperOrder: below }),
    Modal: by<ModalProps>({
      radius: 'lg',
      padding: 'lg',
      centered: true,
      // The default leaves a transform behind, which would cut off lists that open in a dialog.
      transitionProps: { transition: 'fade' },
      closeButtonProps: { 'aria-label': 'Close' },
      // A header is a banner wherever it stands, and the page has one already.
      attributes: { header: { role: 'presentation' } },
    }),
    Notification: by<NotificationProps>({ closeButtonProps: { 'aria-label': 'Close' } }),
    Switch: by<SwitchProps>({ withThumbIndicator: false }),
  },
})
