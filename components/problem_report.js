// "I have a problem", told in the candidate's own words: an operation, so it waits on this device until it can be sent.
import { openInterview } from "neurohire";

export default {
  template: `
    <form class="stack stack-tight" @submit.prevent="send">
      <label class="field"><span class="field-label">{{ texts.label }}</span><textarea class="control" rows="3" maxlength="2000" v-model="words"></textarea></label>
      <p v-if="isSent" class="small" role="status">{{ texts.sent }}</p>
      <button type="submit" class="button" :disabled="!words.trim()">{{ texts.send }}</button>
    </form>
  `,
  props: { interviewId: String, texts: Object },
  data: () => ({ words: "", isSent: false }),
  watch: { words(words) { if (words) this.isSent = false; } },
  methods: {
    send() {
      openInterview(this.interviewId, { as: "candidate" }).send("problem_reported", { text: this.words.trim() });
      this.words = "";
      this.isSent = true;
    },
  },
};
