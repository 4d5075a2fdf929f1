namespace Weir.Sandbox.Gorgias;

/// <summary><c>/api/account</c>: it has no id; the domain is its key.</summary>
internal static class AccountResource
{
    private const string Settings = """
        [
          {"id":360951,"type":"satisfaction-surveys","data":{
            "survey_interval":2,
            "survey_email_html":"<div>Hi {{ticket.customer.firstname}},</div>\n<div>{{satisfaction_survey_url}}</div>\n",
            "survey_email_text":"Hi {{ticket.customer.firstname}},\n\n{{satisfaction_survey_url}}\n",
            "send_survey_for_chat":true,"send_survey_for_email":true,"send_survey_for_help_center":true,
            "send_survey_for_contact_form":true}},
          {"id":360952,"type":"business-hours","data":{
            "timezone":"Europe/Paris",
            "business_hours":[{"days":"1,2,3,4,5","to_time":"17:00","from_time":"09:00"}]}},
          {"id":360953,"type":"ticket-assignment","data":{
            "unassign_on_reply":true,"assignment_channels":["chat","facebook-messenger","sms","whatsapp"],
            "auto_assign_to_teams":false,"max_user_chat_ticket":3,"max_user_non_chat_ticket":4,
            "can_exceed_max_agent_capacity":true,"unassign_on_user_unavailability":[],
            "auto_assign_ticket_to_responding_agent":false}},
          {"id":360954,"type":"views-ordering","data":{
            "views":{},"views_top":{},"views_bottom":{},"view_sections":{}}},
          {"id":360955,"type":"access","data":{
            "signup_mode":"invite","allowed_domains":[],"google_sso_enabled":true,"custom_sso_providers":{},
            "office365_sso_enabled":true}},
          {"id":360956,"type":"views-visibility","data":{"hidden_views":[]}},
          {"id":360957,"type":"auto-merge","data":{"tickets":{"enabled":false,"merging_window_days":5}}},
          {"id":360958,"type":"auto-split","data":{"email":{"enabled":true,"split_after_days":10}}},
          {"id":360959,"type":"default-integration","data":{"email":126637}}
        ]
        """;

    public static readonly GorgiasRoute[] Routes = [new("GET", "/api/account", Get)];

    private static void Get(GorgiasRequest request)
    {
        request.Query.Done();
        var created = request.Desk.Owner.Created;
        var json = request.Reply.Json;
        json.WriteStartObject();
        json.WriteTime("created_datetime"u8, created - 22_374);
        json.WriteStartObject("current_subscription"u8);
        json.WriteNull("plan"u8);
        json.WriteTime("start_datetime"u8, Seconds(created));
        json.WriteString("status"u8, "trialing"u8);
        json.WriteTime("trial_end_datetime"u8, Seconds(created) + (30 * GorgiasTime.Day));
        json.WriteTime("trial_start_datetime"u8, Seconds(created));
        json.WriteEndObject();
        json.WriteNull("deactivated_datetime"u8);
        json.WriteString("domain"u8, Desk.Domain);
        json.WriteStartObject("meta"u8);
        json.WriteString("analytics_group_id"u8, "00000000-0000-4000-8000-000000000000"u8);
        json.WriteString("company_domain"u8, $"{Desk.Domain}.example");
        json.WriteEndObject();
        json.WriteJson("settings"u8, Settings);
        json.WriteStartObject("status"u8);
        json.WriteString("status"u8, "active"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static long Seconds(long time) => time - (time % GorgiasTime.Second);
}
