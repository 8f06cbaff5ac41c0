const START_OVER = {
  adduser: 'Start over with adduser.',
  offboard: 'Start over with offboard.',
  sendFile: 'Send the file again.',
  lookUp: 'Look the person up again.',
};

/** What is said when a form or button no longer counts. */
export const DRAFT_WORDS = {
  gone: { message: 'This form no longer works: it was canceled or has expired.', done: 'Nothing was done.' },
  /** Where a form of each kind begins. */
  startOver: {
    person: START_OVER.adduser,
    roster: START_OVER.sendFile,
    assign: 'Look the person up again, or start over with licenses.',
    reset: START_OVER.lookUp,
    resets: 'Send the file again, or pick the people again.',
    restore: 'Look the person up again, or send the file again.',
    change: START_OVER.lookUp,
    changes: START_OVER.sendFile,
    putBack: START_OVER.lookUp,
    leave: START_OVER.offboard,
    leavers: START_OVER.offboard,
    delete: START_OVER.offboard,
    wave: START_OVER.sendFile,
  },
  stale: {
    message: 'This was changed after the button was shown.',
    done: 'The button did nothing.',
    next: 'Use the newest message about it.',
  },
  notYours: {
    message: 'This form belongs to someone else.',
    next: 'Ask them to continue with it, or start your own.',
  },
};
