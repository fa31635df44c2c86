import { defineComponent } from '../component.ts'
import { googleAppGuide, googleMethods, googleScopeIncludes } from './google.ts'

/** Source of the scopes: developers.google.com/workspace/calendar/api/auth. */
export default defineComponent({
  id: 'google-calendar',
  title: 'Google Calendar',
  description: 'Events and calendars',
  category: 'productivity',
  aliases: ['gcal', 'appointments', 'meetings', 'workspace', 'g suite'],
  docsUrl: 'https://developers.google.com/workspace/calendar/api/auth',
  icon: 'googlecalendar',
  appGuide: googleAppGuide('Google Calendar API'),
  scopeIncludes: googleScopeIncludes,
  methods: googleMethods({
    title: 'Google Calendar',
    baseUrl: 'https://www.googleapis.com/calendar/v3',
    options: {
      'https://www.googleapis.com/auth/calendar.events': 'Read and change events',
      'https://www.googleapis.com/auth/calendar.events.readonly': 'Read events',
      'https://www.googleapis.com/auth/calendar.readonly': 'Read calendars and their events',
      'https://www.googleapis.com/auth/calendar': 'Read, change, share and delete calendars',
      'https://www.googleapis.com/auth/calendar.calendarlist.readonly': 'List calendars',
      'https://www.googleapis.com/auth/calendar.freebusy': 'See free and busy times',
    },
    usual: ['https://www.googleapis.com/auth/calendar.events'],
  }),
})
