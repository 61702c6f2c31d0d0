// A person: initials, name, role.
export default {
  template: `
    <span class="person" :class="{ 'person-small': small }">
      <span class="person-face" aria-hidden="true">{{ initials }}</span>
      <span class="person-text"><span class="person-name">{{ name }}</span><span v-if="role" class="person-sub">{{ role }}</span></span>
    </span>
  `,
  props: { name: String, role: String, initials: String, small: Boolean },
};
