namespace Weir.IntegrationTests.Gorgias;

/// <summary>The writes of what an account is set up with.</summary>
internal static class SetupWriteCases
{
    public static readonly WriteCase[] All =
    [
        new("tags.create")
        {
            Body = """{"name":"made [n]","description":"d","decoration":{"color":"#AABBCC"}}""",
            Look = "tags.list",
            LookParameters = """{"search":"made [n]"}""",
            Pick = """{"name":"made [n]"}""",
            Then = """{"description":"d","decoration":{"color":"#aabbcc"}}""",
            Refused = "rejected",
        },
        new("tags.update")
        {
            Parameters = """{"id":"[tag]"}""",
            Body = """{"description":"new"}""",
            Look = "tags.get",
            LookParameters = """{"id":"[tag]"}""",
            Then = """{"description":"new"}""",
        },
        new("tags.delete")
        {
            Parameters = """{"id":"[tag]"}""",
            Look = "tags.get",
            LookParameters = """{"id":"[tag]"}""",
        },
        new("tags.merge")
        {
            Parameters = """{"id":"[tag]"}""",
            Body = """{"source_tags_ids":[[tag2]]}""",
            Look = "tags.get",
            LookParameters = """{"id":"[tag2]"}""",
            Refused = "rejected",
        },
        new("users.create")
        {
            Body = """{"name":"U [n]","email":"u-[n]@desk.example","role":{"name":"agent"},"language":"fr"}""",
            Look = "users.list",
            LookParameters = """{"email":"u-[n]@desk.example"}""",
            Pick = """{"email":"u-[n]@desk.example"}""",
            Then = """{"name":"U [n]","role":{"name":"agent"},"language":"fr"}""",
            Refused = "rejected",
        },
        new("users.update")
        {
            Parameters = """{"id":"[user]"}""",
            Body = """{"bio":"b","country":"FR"}""",
            Look = "users.get",
            LookParameters = """{"id":"[user]"}""",
            Then = """{"bio":"b","country":"FR"}""",
        },
        new("users.delete")
        {
            Parameters = """{"id":"[user]"}""",
            Look = "users.get",
            LookParameters = """{"id":"[user]"}""",
        },
        new("teams.create")
        {
            Body = """{"name":"made [n]","description":"d"}""",
            Look = "teams.list",
            Pick = """{"name":"made [n]"}""",
            Then = """{"description":"d"}""",
            Doubles = true,
        },
        new("teams.update")
        {
            Parameters = """{"id":"[team]"}""",
            Body = """{"description":"d","members":[{"id":[user]}]}""",
            Look = "teams.get",
            LookParameters = """{"id":"[team]"}""",
            Then = """{"description":"d","members":[{"id":[user]}]}""",
        },
        new("teams.addMembers")
        {
            Parameters = """{"id":"[team]"}""",
            Body = """{"members":[{"id":[user]}]}""",
            Look = "teams.get",
            LookParameters = """{"id":"[team]"}""",
            Then = """{"members":[{"id":[user]}]}""",
        },
        new("teams.delete")
        {
            Parameters = """{"id":"[team]"}""",
            Look = "teams.get",
            LookParameters = """{"id":"[team]"}""",
        },
        new("views.create")
        {
            Body = """{"name":"made [n]","type":"ticket-list","slug":"made-[n]"}""",
            Look = "views.list",
            Pick = """{"name":"made [n]"}""",
            Then = """{"type":"ticket-list"}""",
            Doubles = true,
        },
        new("views.update")
        {
            Parameters = """{"id":"[view]"}""",
            Body = """{"name":"new [n]"}""",
            Look = "views.get",
            LookParameters = """{"id":"[view]"}""",
            Then = """{"name":"new [n]"}""",
        },
        new("views.delete")
        {
            Parameters = """{"id":"[view]"}""",
            Look = "views.get",
            LookParameters = """{"id":"[view]"}""",
        },
        new("rules.create")
        {
            Body = """{"name":"made [n]","code":"if (true) {}","priority":3}""",
            Look = "rules.list",
            Pick = """{"name":"made [n]"}""",
            Then = """{"code":"if (true) {}","priority":3}""",
            Doubles = true,
        },
        new("rules.update")
        {
            Parameters = """{"id":"[rule]"}""",
            Body = """{"description":"d"}""",
            Look = "rules.get",
            LookParameters = """{"id":"[rule]"}""",
            Then = """{"description":"d"}""",
        },
        new("rules.delete")
        {
            Parameters = """{"id":"[rule]"}""",
            Look = "rules.get",
            LookParameters = """{"id":"[rule]"}""",
        },
        new("rules.setPriorities")
        {
            Body = """{"priorities":[{"id":[rule],"priority":77}]}""",
            Look = "rules.get",
            LookParameters = """{"id":"[rule]"}""",
            Then = """{"priority":77}""",
        },
        new("macros.create")
        {
            Body = """{"name":"made [n]","external_id":"m-[n]","actions":[],"language":"fr"}""",
            Look = "macros.list",
            LookParameters = """{"search":"made [n]"}""",
            Pick = """{"name":"made [n]"}""",
            Then = """{"external_id":"m-[n]","language":"fr"}""",
        },
        new("macros.create")
        {
            Body = """{"name":"made [n]","actions":[],"language":"fr"}""",
            Look = "macros.list",
            LookParameters = """{"search":"made [n]"}""",
            Pick = """{"name":"made [n]"}""",
            Then = """{"external_id":null,"language":"fr"}""",
            Doubles = true,
        },
        new("macros.update")
        {
            Parameters = """{"id":"[macro]"}""",
            Body = """{"language":"de"}""",
            Look = "macros.get",
            LookParameters = """{"id":"[macro]"}""",
            Then = """{"language":"de"}""",
        },
        new("macros.delete")
        {
            Parameters = """{"id":"[macro]"}""",
            Look = "macros.get",
            LookParameters = """{"id":"[macro]"}""",
        },
        new("macros.archive")
        {
            Body = """{"ids":[[macro]]}""",
            Look = "macros.get",
            LookParameters = """{"id":"[macro]"}""",
            Then = """{"id":[macro]}""",
            Not = """{"archived_datetime":null}""",
        },
        new("macros.unarchive")
        {
            Body = """{"ids":[[archived]]}""",
            Look = "macros.get",
            LookParameters = """{"id":"[archived]"}""",
            Then = """{"archived_datetime":null}""",
        },
        new("integrations.create")
        {
            Body = """{"name":"made [n]","type":"http","http":{"url":"https://example.com/hook","method":"POST","request_content_type":"application/json","response_content_type":"application/json"}}""",
            Look = "integrations.list",
            Pick = """{"name":"made [n]"}""",
            Then = """{"type":"http","http":{"url":"https://example.com/hook","method":"POST"}}""",
            Doubles = true,
        },
        new("integrations.update")
        {
            Parameters = """{"id":"[integration]"}""",
            Body = """{"description":"d"}""",
            Look = "integrations.get",
            LookParameters = """{"id":"[integration]"}""",
            Then = """{"description":"d"}""",
        },
        new("integrations.delete")
        {
            Parameters = """{"id":"[integration]"}""",
            Look = "integrations.get",
            LookParameters = """{"id":"[integration]"}""",
        },
        new("satisfaction-surveys.create")
        {
            Body = """{"ticket_id":[ticket],"customer_id":[customer],"score":4,"body_text":"fine"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"satisfaction_survey":{"score":4,"body_text":"fine"}}""",
            Refused = "rejected",
        },
        new("satisfaction-surveys.update")
        {
            Parameters = """{"id":"[survey]"}""",
            Body = """{"ticket_id":[ticket],"customer_id":[customer],"score":2,"body_text":"bad"}""",
            Look = "satisfaction-surveys.get",
            LookParameters = """{"id":"[survey]"}""",
            Then = """{"score":2,"body_text":"bad"}""",
        },
        new("jobs.create")
        {
            Body = """{"type":"updateTicket","params":{"ticket_ids":[[ticket]],"updates":{"status":"closed"}}}""",
            Look = "jobs.list",
            Pick = """{"params":{"ticket_ids":[[ticket]]}}""",
            Then = """{"type":"updateTicket"}""",
            Doubles = true,
        },
        new("jobs.update")
        {
            Parameters = """{"id":"[job]"}""",
            Body = """{"params":{"ticket_ids":[[ticket]],"updates":{"status":"open"}}}""",
            Look = "jobs.get",
            LookParameters = """{"id":"[job]"}""",
            Then = """{"params":{"updates":{"status":"open"}}}""",
        },
        new("jobs.cancel")
        {
            Parameters = """{"id":"[job]"}""",
            Look = "jobs.get",
            LookParameters = """{"id":"[job]"}""",
            Then = """{"status":"canceled"}""",
        },
        new("custom-fields.create")
        {
            Body = """{"object_type":"Ticket","label":"made [n]","external_id":"f-[n]","definition":{"data_type":"text","input_settings":{"input_type":"input"}}}""",
            Look = "custom-fields.list",
            Pick = """{"label":"made [n]"}""",
            Then = """{"object_type":"Ticket","external_id":"f-[n]","definition":{"data_type":"text"}}""",
        },
        new("custom-fields.update")
        {
            Parameters = """{"id":"[field]"}""",
            Body = """{"object_type":"Ticket","label":"new [n]","definition":{"data_type":"text","input_settings":{"input_type":"input"}},"priority":9}""",
            Look = "custom-fields.get",
            LookParameters = """{"id":"[field]"}""",
            Then = """{"label":"new [n]","priority":9}""",
        },
        new("widgets.create")
        {
            Body = """{"type":"custom","template":{"type":"wrapper","widgets":[]},"order":9[n]}""",
            Look = "widgets.list",
            Pick = """{"order":9[n]}""",
            Then = """{"type":"custom"}""",
            Doubles = true,
        },
        new("widgets.update")
        {
            Parameters = """{"id":"[widget]"}""",
            Body = """{"type":"custom","template":{"type":"wrapper","widgets":[]},"order":3}""",
            Look = "widgets.get",
            LookParameters = """{"id":"[widget]"}""",
            Then = """{"order":3}""",
        },
        new("widgets.delete")
        {
            Parameters = """{"id":"[widget]"}""",
            Look = "widgets.get",
            LookParameters = """{"id":"[widget]"}""",
        },
        new("voice-call-recordings.delete")
        {
            Parameters = """{"id":"[recording]"}""",
            Look = "voice-call-recordings.get",
            LookParameters = """{"id":"[recording]"}""",
            Then = """{"url":null}""",
            Not = """{"deleted_datetime":null}""",
        },
        new("account.createSetting")
        {
            Body = """{"type":"new-[n]","data":{"b":2}}""",
            Look = "account.settings",
            Pick = """{"type":"new-[n]"}""",
            Then = """{"data":{"b":2}}""",
            Doubles = true,
        },
        new("account.updateSetting")
        {
            Parameters = """{"id":"[setting]"}""",
            Body = """{"type":"made-[n]","data":{"a":2}}""",
            Look = "account.settings",
            LookParameters = """{"type":"made-[n]"}""",
            Pick = """{"id":[setting]}""",
            Then = """{"data":{"a":2}}""",
        },
    ];
}
