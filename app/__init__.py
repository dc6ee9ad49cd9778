"""诊改助手: questions answered and drafts made from policy texts, every statement with its clause."""
