import {
  type AutocompleteProps,
  createTheme,
  type InputWrapperProps,
  type MenuProps,
  type ModalProps,
  type MultiSelectProps,
  type NotificationProps,
  type NumberInputProps,
  type PasswordInputProps,
  type SelectProps,
  type SwitchProps,
  type TagsInputProps,
  type TextareaProps,
  type TextInputProps,
} from '@mantine/core'
import { amber, ink, leaf, plum, red } from './palette.ts'

const errorBelowInput: InputWrapperProps['inputWrapperOrder'] = ['label', 'input', 'error', 'description']

/** Sets default props by name, without importing the component into the first page. */
const withDefaults = <Props>(defaultProps: Partial<Props>) => ({ defaultProps })

/** The Mantine theme of Stepkey. */
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
    // The direction of names and texts follows what is typed.
    TextInput: withDefaults<TextInputProps>({ inputWrapperOrder: errorBelowInput, dir: 'auto' }),
    PasswordInput: withDefaults<PasswordInputProps>({
      inputWrapperOrder: errorBelowInput,
      visibilityToggleFocusable: true,
    }),
    NumberInput: withDefaults<NumberInputProps>({ inputWrapperOrder: errorBelowInput }),
    Select: withDefaults<SelectProps>({
      inputWrapperOrder: errorBelowInput,
      // In a portal, the options would be outside the main landmark.
      comboboxProps: { shadow: 'md', withinPortal: false },
      // The list itself scrolls; accessibility checks report a scroll area around it as not keyboard accessible.
      withScrollArea: false,
      styles: { options: { maxHeight: 'min(320px, 50vh)', overflowY: 'auto' } },
    }),
    MultiSelect: withDefaults<MultiSelectProps>({
      inputWrapperOrder: errorBelowInput,
      comboboxProps: { shadow: 'md', withinPortal: false },
      withScrollArea: false,
      styles: { options: { maxHeight: 'min(320px, 50vh)', overflowY: 'auto' } },
    }),
    Autocomplete: withDefaults<AutocompleteProps>({
      inputWrapperOrder: errorBelowInput,
      dir: 'auto',
      comboboxProps: { shadow: 'md', withinPortal: false },
      withScrollArea: false,
      styles: {
        options: { maxHeight: 'min(240px, 40vh)', overflowY: 'auto' },
        option: { overflowWrap: 'anywhere' },
      },
    }),
    TagsInput: withDefaults<TagsInputProps>({
      inputWrapperOrder: errorBelowInput,
      dir: 'auto',
      // It offers no options, so no list opens.
      dropdownOpened: false,
    }),
    Textarea: withDefaults<TextareaProps>({ inputWrapperOrder: errorBelowInput, dir: 'auto' }),
    Menu: withDefaults<MenuProps>({
      shadow: 'md',
      withinPortal: false,
      // A menu must contain nothing but menu items (ARIA).
      withInitialFocusPlaceholder: false,
    }),
    Modal: withDefaults<ModalProps>({
      radius: 'lg',
      padding: 'lg',
      centered: true,
      // The default transition leaves a transform, which would cut off dropdowns in dialogs.
      transitionProps: { transition: 'fade' },
      closeButtonProps: { 'aria-label': 'Close' },
      // A header element has the role banner, and the page already has one.
      attributes: { header: { role: 'presentation' } },
    }),
    Notification: withDefaults<NotificationProps>({ closeButtonProps: { 'aria-label': 'Close' } }),
    Switch: withDefaults<SwitchProps>({ withThumbIndicator: false }),
  },
})
