import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/workspace/tasks/auth. */
export default defineComponent({
  id: 'google-tasks',
  title: 'Google Tasks',
  description: 'Task lists and tasks',
  category: 'productivity',
  aliases: ['google', 'to-do', 'tasks', 'workspace'],
  docsUrl: 'https://developers.google.com/workspace/tasks/auth',
  icon: 'googletasks',
  appGuide: googleAppGuide('Google Tasks API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Tasks',
    baseUrl: 'https://tasks.googleapis.com/tasks/v1',
    options: {
      'https://www.googleapis.com/auth/tasks': 'Read, change and delete tasks',
      'https://www.googleapis.com/auth/tasks.readonly': 'Read tasks',
    },
    usual: ['https://www.googleapis.com/auth/tasks'],
  }),
})
