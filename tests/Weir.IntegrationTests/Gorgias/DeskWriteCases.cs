namespace Weir.IntegrationTests.Gorgias;

/// <summary>The writes of tickets, messages and customers.</summary>
internal static class DeskWriteCases
{
    public static readonly WriteCase[] All =
    [
        new("tickets.create")
        {
            Body = """{"via":"api","external_id":"tc-[n]","subject":"S","priority":"high","tags":[{"name":"t [n]"}],"customer":{"email":"t-[n]@mail.example"},"messages":[{"channel":"email","via":"api","from_agent":false,"body_text":"hello","sender":{"email":"t-[n]@mail.example"}}]}""",
            Look = "tickets.list",
            LookParameters = """{"external_id":"tc-[n]"}""",
            Pick = """{"external_id":"tc-[n]"}""",
            Then = """{"subject":"S","priority":"high","status":"open","messages_count":1,"tags":[{"name":"t [n]"}],"customer":{"email":"t-[n]@mail.example"}}""",
        },
        new("tickets.create")
        {
            Body = """{"via":"api","subject":"S [n]","customer":{"email":"t-[n]@mail.example"},"messages":[{"channel":"email","via":"api","from_agent":false,"body_text":"hello","sender":{"email":"t-[n]@mail.example"}}]}""",
            Look = "tickets.list",
            Pick = """{"subject":"S [n]"}""",
            Then = """{"status":"open","messages_count":1}""",
            Doubles = true,
        },
        new("tickets.upsert")
        {
            Body = """{"via":"api","external_id":"tu-[n]","subject":"S","customer":{"email":"t-[n]@mail.example"},"messages":[{"channel":"email","via":"api","from_agent":false,"body_text":"hello","sender":{"email":"t-[n]@mail.example"}}]}""",
            Look = "tickets.list",
            LookParameters = """{"external_id":"tu-[n]"}""",
            Pick = """{"external_id":"tu-[n]"}""",
            Then = """{"subject":"S","messages_count":1}""",
        },
        new("tickets.update")
        {
            Parameters = """{"id":"[ticket]"}""",
            Body = """{"subject":"changed","priority":"low","spam":true,"language":"fr","external_id":"x-[n]"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"subject":"changed","priority":"low","spam":true,"language":"fr","external_id":"x-[n]"}""",
        },
        new("tickets.addTags")
        {
            Parameters = """{"id":"[ticket]"}""",
            Body = """{"names":["new [n]"]}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"tags":[{"name":"old [n]"},{"name":"new [n]"}]}""",
        },
        new("tickets.setTags")
        {
            Parameters = """{"id":"[ticket]"}""",
            Body = """{"names":["new [n]"]}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"tags":[{"name":"new [n]"}]}""",
            Not = """{"tags":[{"name":"old [n]"}]}""",
        },
        new("tickets.removeTags")
        {
            Parameters = """{"id":"[ticket]"}""",
            Body = """{"names":["old [n]"]}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"status":"open"}""",
            Not = """{"tags":[{"name":"old [n]"}]}""",
        },
        new("tickets.setCustomFields")
        {
            Parameters = """{"id":"[ticket]"}""",
            Body = """[{"id":[field],"value":"x"}]""",
            Look = "tickets.customFields",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """[{"field":{"id":[field]},"value":"x"}]""",
        },
        new("tickets.removeCustomField")
        {
            Parameters = """{"id":"[ticket]","field_id":"[field]"}""",
            Look = "tickets.customFields",
            LookParameters = """{"id":"[ticket]"}""",
            Then = "[]",
            Not = """[{"field":{"id":[field]}}]""",
        },
        new("tickets.assign")
        {
            Parameters = """{"id":"[ticket]","user_id":"[user]","team_id":"[team]"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"assignee_user":{"id":[user]},"assignee_team":{"id":[team]}}""",
        },
        new("tickets.unassign")
        {
            Parameters = """{"id":"[ticket]"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"assignee_user":null}""",
        },
        new("tickets.close")
        {
            Parameters = """{"id":"[ticket]"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"status":"closed"}""",
        },
        new("tickets.reopen")
        {
            Parameters = """{"id":"[ticket]"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"status":"open"}""",
        },
        new("tickets.snooze")
        {
            Parameters = """{"id":"[ticket]","until":"2099-01-01T08:00:00Z"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"snooze_datetime":"2099-01-01T08:00:00Z"}""",
        },
        new("tickets.trash")
        {
            Parameters = """{"id":"[ticket]"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"status":"open"}""",
            Not = """{"trashed_datetime":null}""",
        },
        new("tickets.restore")
        {
            Parameters = """{"id":"[ticket]"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"trashed_datetime":null}""",
        },
        new("tickets.applyMacro")
        {
            Parameters = """{"id":"[ticket]","macro_id":"[macro]","close":"true"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
            Then = """{"status":"closed"}""",
            Later = true,
        },
        new("tickets.delete")
        {
            Parameters = """{"id":"[ticket]"}""",
            Look = "tickets.get",
            LookParameters = """{"id":"[ticket]"}""",
        },
        new("messages.reply")
        {
            Parameters = """{"ticket_id":"[ticket]"}""",
            Body = """{"body_text":"reply [n]","external_id":"re-[n]"}""",
            Look = "messages.list",
            LookParameters = """{"ticket_id":"[ticket]"}""",
            Pick = """{"external_id":"re-[n]"}""",
            Then = """{"body_text":"reply [n]","channel":"email","public":true,"from_agent":true}""",
        },
        new("messages.reply")
        {
            Parameters = """{"ticket_id":"[ticket]"}""",
            Body = """{"body_text":"reply [n]"}""",
            Look = "messages.list",
            LookParameters = """{"ticket_id":"[ticket]"}""",
            Pick = """{"body_text":"reply [n]"}""",
            Then = """{"channel":"email","public":true,"from_agent":true}""",
            Doubles = true,
        },
        new("messages.addNote")
        {
            Parameters = """{"ticket_id":"[ticket]"}""",
            Body = """{"body_text":"note [n]","external_id":"no-[n]"}""",
            Look = "messages.list",
            LookParameters = """{"ticket_id":"[ticket]"}""",
            Pick = """{"external_id":"no-[n]"}""",
            Then = """{"body_text":"note [n]","channel":"internal-note","public":false,"from_agent":true}""",
        },
        new("messages.addNote")
        {
            Parameters = """{"ticket_id":"[ticket]"}""",
            Body = """{"body_text":"note [n]"}""",
            Look = "messages.list",
            LookParameters = """{"ticket_id":"[ticket]"}""",
            Pick = """{"body_text":"note [n]"}""",
            Then = """{"channel":"internal-note","public":false,"from_agent":true}""",
            Doubles = true,
        },
        new("messages.import")
        {
            Parameters = """{"ticket_id":"[ticket]"}""",
            Body = """{"channel":"email","from_agent":true,"body_text":"old [n]","external_id":"im-[n]","created_datetime":"2020-01-01T00:00:00Z"}""",
            Look = "messages.list",
            LookParameters = """{"ticket_id":"[ticket]"}""",
            Pick = """{"external_id":"im-[n]"}""",
            Then = """{"body_text":"old [n]","created_datetime":"2020-01-01T00:00:00Z"}""",
            Not = """{"sent_datetime":null}""",
        },
        new("messages.import")
        {
            Parameters = """{"ticket_id":"[ticket]"}""",
            Body = """{"channel":"email","from_agent":true,"body_text":"old [n]","created_datetime":"2020-01-01T00:00:00Z"}""",
            Look = "messages.list",
            LookParameters = """{"ticket_id":"[ticket]"}""",
            Pick = """{"body_text":"old [n]"}""",
            Then = """{"created_datetime":"2020-01-01T00:00:00Z"}""",
            Not = """{"sent_datetime":null}""",
            Doubles = true,
        },
        new("messages.update")
        {
            Parameters = """{"ticket_id":"[ticket]","id":"[message]"}""",
            Body = """{"channel":"internal-note","via":"api","from_agent":true,"body_text":"changed"}""",
            Look = "messages.get",
            LookParameters = """{"ticket_id":"[ticket]","id":"[message]"}""",
            Then = """{"body_text":"changed"}""",
        },
        new("messages.delete")
        {
            Parameters = """{"ticket_id":"[ticket]","id":"[message]"}""",
            Look = "messages.get",
            LookParameters = """{"ticket_id":"[ticket]","id":"[message]"}""",
        },
        new("customers.create")
        {
            Body = """{"name":"C [n]","email":"cc-[n]@mail.example","language":"fr","note":"good"}""",
            Look = "customers.list",
            LookParameters = """{"email":"cc-[n]@mail.example"}""",
            Pick = """{"email":"cc-[n]@mail.example"}""",
            Then = """{"name":"C [n]","language":"fr","note":"good"}""",
            Refused = "rejected",
        },
        new("customers.create")
        {
            Body = """{"name":"C [n]","email":"ce-[n]@mail.example","external_id":"ce-[n]"}""",
            Look = "customers.list",
            LookParameters = """{"external_id":"ce-[n]"}""",
            Pick = """{"external_id":"ce-[n]"}""",
            Then = """{"name":"C [n]","email":"ce-[n]@mail.example"}""",
        },
        new("customers.upsert")
        {
            Body = """{"name":"C [n]","email":"cu-[n]@mail.example","external_id":"cu-[n]"}""",
            Look = "customers.list",
            LookParameters = """{"external_id":"cu-[n]"}""",
            Pick = """{"external_id":"cu-[n]"}""",
            Then = """{"name":"C [n]","email":"cu-[n]@mail.example"}""",
        },
        new("customers.update")
        {
            Parameters = """{"id":"[customer]"}""",
            Body = """{"name":"New [n]","timezone":"Europe/Paris"}""",
            Look = "customers.get",
            LookParameters = """{"id":"[customer]"}""",
            Then = """{"name":"New [n]","timezone":"Europe/Paris"}""",
        },
        new("customers.addChannels")
        {
            Parameters = """{"id":"[customer]"}""",
            Body = """{"channels":[{"type":"phone","address":"+4912345[n]"}]}""",
            Look = "customers.get",
            LookParameters = """{"id":"[customer]"}""",
            Then = """{"channels":[{"type":"email"},{"type":"phone","address":"+4912345[n]"}]}""",
        },
        new("customers.merge")
        {
            Parameters = """{"source_id":"[customer]","target_id":"[customer2]"}""",
            Look = "customers.get",
            LookParameters = """{"id":"[customer]"}""",
            Refused = "not_found",
        },
        new("customers.setData")
        {
            Parameters = """{"id":"[customer]"}""",
            Body = """{"data":{"orders":3},"version":"2030-01-01T00:00:00Z"}""",
            Look = "customers.data",
            LookParameters = """{"id":"[customer]"}""",
            Then = """{"orders":3}""",
        },
        new("customers.setCustomFields")
        {
            Parameters = """{"id":"[customer]"}""",
            Body = """[{"id":[personal],"value":"x"}]""",
            Look = "customers.customFields",
            LookParameters = """{"id":"[customer]"}""",
            Then = """[{"field":{"id":[personal]},"value":"x"}]""",
        },
        new("customers.removeCustomField")
        {
            Parameters = """{"id":"[customer]","field_id":"[personal]"}""",
            Look = "customers.customFields",
            LookParameters = """{"id":"[customer]"}""",
            Then = "[]",
            Not = """[{"field":{"id":[personal]}}]""",
        },
        new("customers.delete")
        {
            Parameters = """{"id":"[customer]"}""",
            Look = "customers.get",
            LookParameters = """{"id":"[customer]"}""",
        },
    ];
}
