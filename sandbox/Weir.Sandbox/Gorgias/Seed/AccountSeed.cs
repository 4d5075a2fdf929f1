namespace Weir.Sandbox.Gorgias;

/// <summary>The settings of the account.</summary>
internal static class AccountSeed
{
    public static readonly AccountSetting[] Settings =
    [
        Of(360_951, "satisfaction-surveys", """
            {"survey_interval":2,
             "survey_email_html":"<div>Hi {{ticket.customer.firstname}},</div>\n<div>{{satisfaction_survey_url}}</div>\n",
             "survey_email_text":"Hi {{ticket.customer.firstname}},\n\n{{satisfaction_survey_url}}\n",
             "send_survey_for_chat":true,"send_survey_for_email":true,"send_survey_for_help_center":true,
             "send_survey_for_contact_form":true}
            """),
        Of(360_952, "business-hours", """
            {"timezone":"Europe/Paris",
             "business_hours":[{"days":"1,2,3,4,5","to_time":"17:00","from_time":"09:00"}]}
            """),
        Of(360_953, "ticket-assignment", """
            {"unassign_on_reply":true,"assignment_channels":["chat","facebook-messenger","sms","whatsapp"],
             "auto_assign_to_teams":false,"max_user_chat_ticket":3,"max_user_non_chat_ticket":4,
             "can_exceed_max_agent_capacity":true,"unassign_on_user_unavailability":[],
             "auto_assign_ticket_to_responding_agent":false}
            """),
        Of(360_954, "views-ordering", """{"views":{},"views_top":{},"views_bottom":{},"view_sections":{}}"""),
        Of(360_955, "access", """
            {"signup_mode":"invite","allowed_domains":[],"google_sso_enabled":true,"custom_sso_providers":{},
             "office365_sso_enabled":true}
            """),
        Of(360_956, "views-visibility", """{"hidden_views":[]}"""),
        Of(360_957, "auto-merge", """{"tickets":{"enabled":false,"merging_window_days":5}}"""),
        Of(360_958, "auto-split", """{"email":{"enabled":true,"split_after_days":10}}"""),
        Of(360_959, "default-integration", """{"email":126637}"""),
    ];

    private static AccountSetting Of(int id, string type, string data) => new() { Id = id, Type = type, Data = data };
}
