// A page that uses nothing of the picker, although its widgets export it.
import { title } from './widgets.ts'

document.title = title
